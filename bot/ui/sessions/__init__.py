"""Study group sessions as people see them."""
