"""Would Discord itself take what the bot sends? Checked after every test on the simulator, which accepts more."""
