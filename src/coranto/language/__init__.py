"""Words of any language: where they begin and end, and which forms belong to one word."""
