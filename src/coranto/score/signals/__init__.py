"""The signals of quality: each file gives one function of an article, the settings and an editor's boost."""
