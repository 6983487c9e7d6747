"""Entry points of the gateway. The client loads them by name; nothing imports them."""
