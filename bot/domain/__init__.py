"""The interview core: pure values and rules. Imports the standard library and pydantic only."""
