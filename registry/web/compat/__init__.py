"""The catalog in the shapes of other tools, at addresses that these can be pointed at."""
