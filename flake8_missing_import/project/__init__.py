"""Which imports has the project for its own names, and where is a file in it?"""
