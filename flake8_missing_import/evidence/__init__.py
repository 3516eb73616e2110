"""What is meant by a name: what the types rule out, and what released code says is likely."""
