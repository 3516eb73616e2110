"""The measurements, one command each."""
