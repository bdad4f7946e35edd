"""What readers get: the decision about an article, its record, and the files, pages and feeds made of it."""
