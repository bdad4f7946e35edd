"""The quality signals: each file has one function of an article, the settings and an editor's boost."""
