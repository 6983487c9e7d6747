"""The candidate's own questions: what is asked, what the interviewer can answer."""
