"""All SQL. What goes in and out are values of the domain."""
