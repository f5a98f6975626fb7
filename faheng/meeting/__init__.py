"""The review meeting: a Deck of slides as data, proposed from what is true, and its writers."""
