"""What programs of others are told of stories: whom, in which words, signed, and when again. Pure."""
