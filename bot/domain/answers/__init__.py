"""Showing a card and grading what was answered: `showing.show` draws, `grading.grade` judges. No scheduling here."""
