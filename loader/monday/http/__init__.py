"""One POST to the API: data, or one exception."""
