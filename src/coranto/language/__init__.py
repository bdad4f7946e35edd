"""Words of any language: splitting texts into words, and the forms of a word."""
