"""What the services need from outside: a store, a messenger, a clock."""

from bot.services.ports.banks import BanksStore, KeptFilesStore, KeptStore, ReportsStore, SuggestionsStore
from bot.services.ports.delivering import DeliveriesStore, DirectStore
from bot.services.ports.habits import (
    DailiesStore,
    DailyChannelsStore,
    InterviewsStore,
    PeopleStore,
    RemindersStore,
    SubscriptionsStore,
)
from bot.services.ports.outside import AwayError, LaterError, Messenger, Now, QueryRunner, UnreachableError
from bot.services.ports.progress import GoalsStore, PracticeStore, ProgressStore, ReviewsStore, SharingStore
from bot.services.ports.rounds import AttemptsStore, PartsStore, RoundsStore
from bot.services.ports.servers import GuildsStore, MembersStore, PrivacyStore
from bot.services.ports.sessions import ScorecardsStore, SessionPairsStore, SessionsStore, SessionTablesStore
from bot.services.ports.store import Store, T, Unit

__all__ = [
    "AttemptsStore",
    "AwayError",
    "BanksStore",
    "DailiesStore",
    "DailyChannelsStore",
    "DeliveriesStore",
    "DirectStore",
    "GoalsStore",
    "GuildsStore",
    "InterviewsStore",
    "KeptFilesStore",
    "KeptStore",
    "LaterError",
    "MembersStore",
    "Messenger",
    "Now",
    "PartsStore",
    "PeopleStore",
    "PracticeStore",
    "PrivacyStore",
    "ProgressStore",
    "QueryRunner",
    "RemindersStore",
    "ReportsStore",
    "ReviewsStore",
    "RoundsStore",
    "ScorecardsStore",
    "SessionPairsStore",
    "SessionTablesStore",
    "SessionsStore",
    "SharingStore",
    "Store",
    "SubscriptionsStore",
    "SuggestionsStore",
    "T",
    "Unit",
    "UnreachableError",
]
