"""Study group sessions: who takes part, who sits with whom, who asks whom."""
