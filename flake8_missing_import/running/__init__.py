"""When does code run: at import, in a call, before or after what, or never?"""
