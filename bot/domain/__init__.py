"""The interview core: pure values and rules. Imports the standard library, pydantic and libraries that only compute."""
