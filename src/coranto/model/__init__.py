"""The nouns of the newsroom: frozen values without input, output or clock."""
