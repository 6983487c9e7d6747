"""Daily questions: what is asked, how the days of practice make a streak, when the next question comes."""
