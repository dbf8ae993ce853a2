"""Send alerts: news that a chat asked to be told at once, and what is corrected of it.

Correcting     reads again what was told, and has it corrected
Alerting       tells chats at once what they asked for
Watch          all alerts, asked of what comes in
call_off_late  drop alerts that could not be sent in time
"""

from bot.alerts.corrections import Correcting
from bot.alerts.match import Watch
from bot.alerts.send import Alerting, call_off_late

__all__ = ["Alerting", "Correcting", "Watch", "call_off_late"]
