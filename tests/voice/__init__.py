"""Voice assistants: the phrases of Assist, and what Google and Alexa discover and send."""
