"""Use cases. They know the domain and, by Protocols, what they need from outside; neither Discord nor SQL."""
