"""The values of each page, read from the store; templates only render them."""
