"""What changed in an article since it was first read: headlines, numbers, names and quotes, before and after.

Pure: two versions of an article in, a list of differences out (``compare.compare``). ``schedule`` says when a page is
looked at again.
"""
