"""The REST API as programs meet it, over all rooms."""
