"""Invented news of the usual kinds, paragraphs one a line, to summarize in tests."""

from __future__ import annotations

import os
from multiprocessing import parent_process

from bot.summarize.methods import prose_of

PIER = """LARROW, Jan. 14 (Reuters) - A storm tore the ferry pier at Venn apart on Sunday night, \
leaving the island's 2,300 people without a link to the mainland, the harbour office said.
Nobody was hurt when waves of nine metres carried 40 metres of the pier into the sea.
But two cars that were parked at the ferry terminal were swept away.
“We have never seen water so high,” said harbour master Ann Roe, who has worked in Venn for 31 \
years.
“The whole pier moved like a snake.”
She said that rebuilding it would take until June and cost at least 3.5 million crowns.
Photo: the harbour office
The ferry company Nordline will use a landing craft of the navy to bring food and fuel to Venn \
from Tuesday.
It can carry 12 cars and runs only by daylight.
Schools on the island stay closed this week because half of the teachers live in Larrow.
However, the clinic is open and a helicopter stands ready for emergencies.
The island's council had asked for a new pier in 2019 after engineers found rust in most of \
the piles.
The regional government turned that request down because of its cost.
Mayor Ola Brandt called the decision a mistake that islanders now pay for.
Read more: Ten storms that changed the coast
Weather services expect calmer seas by Wednesday.
"""

STRIKE = """Dockers in Harmouth accepted a pay rise of 4.1 percent on Thursday and ended a \
strike that had closed the country's largest port for three weeks.
The union said that 61 percent of its 4,200 members at the port voted for the deal.
They had asked for six percent and for shorter night shifts.
Cranes start to move again on Saturday morning, the port authority said.
Forty container ships lay at anchor outside Harmouth on Thursday, twice as many as usual.
Hauliers expect that it will take ten days to clear the backlog.
“Our members are tired, and they know when a good offer is on the table,” said union leader \
Maria Costa.
The employers agreed to hire 150 people for the nights.
That was the main point of the quarrel from the beginning.
Supermarkets inland had begun to run out of bananas, coffee and tinned fish.
The car maker Velo stopped a factory with 3,000 workers last week because engines did not arrive.
Economists at Larrow University put the damage of the strike at 240 million crowns.
This is about a tenth of a percent of what the country earns in a year.
The last strike at the port, in 2004, lasted nine days.
"""

COURT = """The supreme court ruled on Tuesday that towns may forbid cruise ships to call at \
their harbours, in a case that was watched along the whole coast.
Seven of nine judges found that clean air weighs more than the freedom of trade.
The town of Venn had banned ships of more than 500 passengers in 2022.
It was sued by the operator Blue Lines, which had sold trips for two seasons.
The company said it would study the ruling and pay 18,000 travellers their money back.
“This is a good day for everyone who breathes here,” said Mayor Ola Brandt.
Doctors at the island's clinic had counted twice as many cases of asthma in summer as in winter.
Shopkeepers, however, fear for a third of their trade.
Their association wants the government to pay for losses.
At least six other towns plan such bans, according to the league of ports.
The minister of transport said that he would present a law by spring.
Two judges wrote in a minority opinion that a ban for a whole class of ships went too far.
Both of them had asked for a limit of sulphur in fuel instead.
"""

VACCINE = """A vaccine against dengue fever protected four of five children in a trial with \
20,000 participants in six countries, researchers reported on Monday.
The study followed children from four to sixteen years for three years after two injections.
Among those vaccinated, 0.4 percent fell ill, compared with 2.1 percent in the group that got \
a placebo.
Dengue infects about 400 million people a year and kills some 40,000 of them.
The mosquitoes that carry it spread farther north as winters become milder.
“These are the best figures that any dengue vaccine has shown so far,” said Lena Okafor, who led \
the trial at the Institute of Tropical Medicine in Harmouth.
She warned that the protection fell to 62 percent in the third year.
A third injection might help, but that has not been tested.
Side effects were mild, and fever after the injection went away within two days.
Health workers in Brazil hope to begin with vaccinations before the next rainy season.
The maker, Corvia, asks for 15 dollars a dose in poor countries.
Critics such as Doctors for All say that this is three times what it costs to produce.
The World Health Organization will decide in March whether to recommend the vaccine.
"""

MATCH = """Harmouth United won the national cup for the first time since 1968 on Saturday, \
beating Larrow City 2-1 after extra time in front of 54,000 spectators.
Striker Joao Mendes scored the winner with a header in the 117th minute.
He had come on only five minutes before.
Larrow led from the ninth minute when Tom Vance shot from twenty metres and the ball went in off \
the post.
It took United an hour to find an answer.
Captain Erik Dahl made it 1-1 from a corner after goalkeeper Sven Holt had dropped the ball.
“I have waited for this since I was a boy,” Dahl said.
“My grandfather was there in 1968.”
Larrow lost defender Paul Ames to a red card in the 80th minute and could hardly attack after it.
Coach Rita Falk said that her team had run more than any other in the league.
The club had been close to bankruptcy two years ago and was saved by its 9,000 members.
United will play in Europe next season.
Fans filled the harbour square of Harmouth until the morning.
Police counted 80,000 people and no serious incident.
"""

BANK = """The central bank raised its main interest rate to 4.5 percent on Wednesday, the \
highest level in sixteen years, and said that more steps may follow.
Prices rose by 7.9 percent in the year to October, nearly four times what the bank aims for.
Governor Piet Lund said that inflation had spread from energy to food, rents and services.
“We would rather do too much than too little,” he told reporters in Larrow.
Most economists had expected a smaller step, to 4.25 percent.
The crown gained 1.2 percent against the dollar within an hour of the announcement.
Shares of builders fell by up to six percent because loans for houses become dearer.
A family with a mortgage of two million crowns pays about 9,000 crowns more a year, according to \
the savings bank Sparta.
The latter expects that prices of flats will fall by a tenth until summer.
Trade unions called the step a blow to workers whose wages rose by three percent.
The government plans to send 1,500 crowns to each household with a low income in January.
It will pay for this with a tax on power companies.
The bank next decides on rates on 14 December.
"""

FIRE = """Firefighters brought a forest fire near the town of Ostby under control on Friday \
after it had burned 5,000 hectares and forced 7,000 people from their homes.
Most of them could return in the evening, police said.
One firefighter died when a tree fell on his truck on Wednesday.
The fire began on Monday beside the railway to Larrow, where workers had ground a rail.
Prosecutors look into whether they broke a ban on such work in dry weather.
Twelve aircraft from four countries dropped water on the flames for three days.
“Without them we would have lost the town,” said fire chief Karin Moe.
At least 31 houses burned down, among them the old school of Ostby.
The school had been turned into a museum of glass in 1998.
Insurers estimate the damage at 900 million crowns.
Scientists say that summers like this one, with nine weeks without rain, have become three times \
as likely since 1980.
Meanwhile, the railway company stopped all work with sparks until the end of August.
Trains to Larrow run again from Sunday.
Farmers asked the government for hay, since pastures around the town are gone.
"""

ARTICLES = {
    "pier": PIER,
    "strike": STRIKE,
    "court": COURT,
    "vaccine": VACCINE,
    "match": MATCH,
    "bank": BANK,
    "fire": FIRE,
}


def prose(body: str) -> list[str]:
    """Return the sentences of an English article that a summary may show."""
    return [each.text for each in prose_of(body, "en")]


class DeadlyText(str):
    """A text that kills the worker process that reads it, as a fault of a library may."""

    __slots__ = ()

    def splitlines(self, keepends=False):  # noqa: FBT002 - the signature is Python's
        """Return the lines, but in no worker."""
        if parent_process():
            os._exit(1)
        return super().splitlines(keepends)
