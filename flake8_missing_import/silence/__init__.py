"""Does the code expect a name to be missing, define it by other means, or ask for it first?"""
