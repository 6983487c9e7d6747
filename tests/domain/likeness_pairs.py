"""Pairs of questions, labelled by hand: whether a moderator would call the second a duplicate of the first.

Written before any scorer was tried. Translations are out of scope.
"""

REWORDED = (
    (
        "Tell me about a time you disagreed with your manager.",
        "Describe a situation in which you disagreed with a manager.",
    ),
    ("How would you measure the success of a new feature?", "How do you measure whether a new feature is a success?"),
    ("Why do you want to work at TikTok?", "What makes you want to work for TikTok?"),
    ("Walk me through a project you are proud of.", "Tell me about a project that you are proud of."),
    ("What is your greatest weakness?", "What would you say is your greatest weakness?"),
    (
        "Explain the difference between a left join and an inner join.",
        "What is the difference between an INNER JOIN and a LEFT JOIN?",
    ),
    (
        "Daily active users fell 10 % overnight. How do you find out why?",
        "Daily active users dropped by 10 % overnight; how would you find out why?",
    ),
    ("How do you prioritise when everything is urgent?", "When everything is urgent, how do you prioritise your work?"),
    (
        "Write a query for the three best-selling products in each category.",
        "Write a SQL query that returns the top three best-selling products per category.",
    ),
    (
        "How do you explain a complex finding to a non-technical audience?",
        "Explain how you present complex findings to non-technical people.",
    ),
    ("Tell me about a time you failed and what you learned.", "Describe a failure and what you learned from it."),
    ("What are your salary expectations?", "Which salary do you expect?"),
    ("How do you make sure that your data are accurate?", "How do you ensure the accuracy of your data?"),
    (
        "Give me an example of a conflict within your team and how you resolved it.",
        "How did you resolve a conflict in your team? Give an example.",
    ),
    (
        "Which metrics would you track for the For You feed?",
        "What metrics would you track for the For You feed, and why?",
    ),
    ("Design an A/B test for a new checkout page.", "How would you design an A/B test of a new checkout page?"),
    ("Where do you see yourself in five years?", "Where would you like to be in five years?"),
    (
        "Tell me about a time you had to learn a new tool quickly.",
        "Describe a time when you quickly had to learn a new tool.",
    ),
    ("What is a p-value? Explain it as if to a product manager.", "Explain to a product manager what a p-value is."),
    ("Do you have any questions for us?", "Are there any questions you have for us?"),
    ("How do you handle missing values in a data set?", "How do you deal with missing values in a dataset?"),
    (
        "How would you convince a stakeholder who does not trust your numbers?",
        "A stakeholder does not trust your numbers. How would you convince them?",
    ),
)

TYPOS = (
    ("How do you prioritise your work?", "How do you priorotise your work?"),
    ("Tell me about yourself.", "Tell me abuot yourself"),
    (
        "What is your experience with experimentation platforms?",
        "What is your experiance with experimentation platfroms?",
    ),
    ("Explain statistical significance to a layperson.", "Explain statistcal significance to a lay person"),
    (
        "How would you detect seasonality in weekly retention?",
        "how would you detect seasonallity in weekly retention ??",
    ),
    ("Describe your favourite data visualisation.", "Describe your favorite data visualization."),
    ("What does résumé-driven development mean to you?", "What does resume driven development mean to you"),
    ("What’s the most “creative” analysis you’ve done?", "What's the most \"creative\" analysis you've done?"),
    ("Write a query that finds duplicate e-mail addresses.", "Write a qurey that finds duplicate email adresses."),
    ("How do you choose a sample size for an experiment?", "HOW DO YOU CHOOSE A SAMPEL SIZE FOR AN EXPERIMENT"),
)

ONE_WORD_CHANGED = (
    ("Tell me about a time you succeeded under pressure.", "Tell me about a time you failed under pressure."),
    ("Why do you want to leave your current company?", "Why do you want to join our current company?"),
    ("How would you measure the success of search?", "How would you measure the success of notifications?"),
    (
        "What is the difference between a left join and an inner join?",
        "What is the difference between a union and an inner join?",
    ),
    ("What is your greatest weakness?", "What is your greatest strength?"),
    (
        "Daily active users rose 10 % overnight. How do you find out why?",
        "Daily active users fell 10 % overnight. How do you find out why?",
    ),
    ("How do you tell your manager good news?", "How do you tell your manager bad news?"),
    ("What would you do in your first week here?", "What would you do in your first year here?"),
    ("Write a query for day-1 retention per cohort.", "Write a query for revenue per cohort."),
    ("How do you work with engineers?", "How do you work with designers?"),
    ("Tell me about a conflict with a colleague.", "Tell me about a success with a colleague."),
    ("Design an experiment for a new pricing page.", "Design an experiment for a new onboarding page."),
    ("What do you like about your current job?", "What do you dislike about your current job?"),
    ("How would you increase retention of creators?", "How would you increase retention of advertisers?"),
    ("When would you use a median?", "When would you use a histogram?"),
    ("Explain precision to a product manager.", "Explain seasonality to a product manager."),
    ("Tell me about a time you led a team.", "Tell me about a time you left a team."),
    ("Which metric would you choose for Shop?", "Which metric would you choose for Live?"),
)

SAME_WORDS = (
    (
        "How do you work with a product manager when the data are missing?",
        "What data does a product manager need when you work together?",
    ),
    (
        "Which users do we lose after the first week, and how would you know?",
        "In the first week, what would you want to know about our users?",
    ),
    (
        "Does search drive retention, or does retention drive search? Test it.",
        "How would you measure retention of people who search?",
    ),
    ("What would your last manager say about your SQL?", "What would you say to a manager who does not know SQL?"),
    ("Tell me about a project where the metric was wrong.", "What is wrong with this project metric: clicks per user?"),
    ("How do you decide when an experiment may stop?", "Who decides that an experiment is worth doing?"),
    (
        "You own the success metric of a feature that users dislike. What do you do?",
        "Users own a feature of yours; which metric shows success?",
    ),
    ("How did you change a decision of your team?", "How did a decision of your team change you?"),
    ("Tell me about a time your team trusted your analysis.", "When should a team not trust an analysis?"),
    ("What did you learn from the best manager you had?", "What would the best manager learn from you?"),
)

DIFFERENT = (
    ("Tell me about a time you disagreed with your manager.", "Tell me about a time you missed a deadline."),
    ("What is your greatest weakness?", "What are your salary expectations?"),
    ("How do you handle missing values?", "How do you handle difficult colleagues?"),
    (
        "Write a query for the three best-selling products.",
        "Write a query for the second highest salary in each department.",
    ),
    ("Describe a situation in which you had too little data.", "Describe a situation in which you had to say no."),
    ("Why TikTok?", "Why analytics?"),
    ("Explain what a confidence interval is.", "Explain what a window function is."),
    ("How would you measure the success of a new feature?", "How would you segment our users?"),
    ("Walk me through your CV.", "Walk me through a dashboard that you built."),
    ("Give me an example of a goal you did not reach.", "Give me an example of how you use statistics."),
    ("Design an A/B test for a new checkout page.", "Estimate how many videos are posted in a day."),
    ("Where do you see yourself in five years?", "When could you start?"),
    ("Do you have any questions for us?", "Which questions should an analyst ask before starting?"),
    ("How do you work in a remote team?", "What is regression to the mean?"),
)

ALIKE = (*REWORDED, *TYPOS)
UNLIKE = (*ONE_WORD_CHANGED, *SAME_WORDS, *DIFFERENT)

HELD_OUT_ALIKE = (
    ("What do you know about our company?", "Tell me what you know about our company."),
    ("How would you design a dashboard for the support team?", "Design a dashboard for a support team."),
    ("Which SQL window functions have you used?", "Which SQL window functions do you use?"),
    ("Describe your ideal work environment.", "What is your ideal working environment?"),
    ("How do you keep up with new analytics tools?", "How do you keep up to date with new tools for analytics?"),
    ("What would your colleagues say about you?", "What would your coleagues say about you?"),
    ("How do you validate a dashboard before you share it?", "Before you share a dashboard, how do you validate it?"),
    (
        "Tell me about the most difficult stakeholder you have worked with.",
        "Describe the most difficult stakeholder you worked with.",
    ),
    ("How would you estimate the number of taxis in Warsaw?", "Estimate how many taxis there are in Warsaw."),
    ("What is survivorship bias? Give an example.", "Explain survivorship bias with an example."),
    ("When did you last change your mind because of data?", "Tell me about the last time data changed your mind."),
    ("What motivates you?", "What motivates you at work?"),
    ("How do you document your analyses?", "How do you documnet your analysis?"),
    ("Why should we hire you?", "Why should we hire you over other candidates?"),
)

HELD_OUT_UNLIKE = (
    ("What do you know about our company?", "What do you know about our competitors?"),
    ("How would you design a dashboard for the support team?", "How would you design a survey for the support team?"),
    ("Which SQL window functions have you used?", "Which SQL dialects have you used?"),
    ("Describe your ideal manager.", "Describe your ideal colleague."),
    ("How do you validate a dashboard before you share it?", "How do you validate a model before you share it?"),
    (
        "Tell me about the most difficult stakeholder you have worked with.",
        "Tell me about the most difficult data you have worked with.",
    ),
    ("How would you estimate the number of taxis in Warsaw?", "How would you estimate the revenue of taxis in Warsaw?"),
    ("What is survivorship bias?", "What is selection bias?"),
    ("When did you last change your mind because of data?", "When did you last change a metric because of data?"),
    ("What would you automate first here?", "What would you never automate here?"),
    ("How do you document your analyses?", "How do you present your analyses?"),
    ("Why should we hire you?", "Why should we worry about churn?"),
    ("How would you sample users for an interview?", "How would you interview for a user researcher?"),
    ("What did you do when the numbers surprised you?", "What did you do when your manager surprised you?"),
)
"""Written after the measure and its threshold were settled, and used for nothing but the test."""
