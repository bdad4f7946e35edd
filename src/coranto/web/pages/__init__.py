"""From the store to the values of each page; the templates only set them."""
