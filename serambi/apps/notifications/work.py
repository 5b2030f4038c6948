"""What messages do by the clock."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from serambi.apps.jobs.services import Manner, Sentence, counted_sentence, duty
from serambi.apps.notifications.reminders import remind
from serambi.apps.notifications.sending import send_waiting


@duty(
    "notifications.remind",
    title=_("Remind people of what is due"),
    every=dt.timedelta(minutes=15),
    manner=Manner.REPEATABLE,
)
def remind_people(due: dt.datetime) -> Sentence:
    run = remind()
    if run.asleep:
        return Sentence(gettext_noop("Not now: people are reminded in working hours."))
    return counted_sentence("%(count)s person reminded.", "%(count)s people reminded.", count=run.told)


@duty("notifications.send", title=_("Send messages"), every=dt.timedelta(minutes=1), manner=Manner.REPEATABLE)
def send_messages(due: dt.datetime) -> Sentence:
    sent, _failed = send_waiting()
    return counted_sentence("%(count)s message sent.", "%(count)s messages sent.", count=sent)
