"""What a person does, in a person's words: pages of the panel as objects, and the API for what must be there before."""
