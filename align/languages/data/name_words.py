"""Capitalised words that translators translate: titles, nationalities, institutions, days. All in lower case."""

from __future__ import annotations

from align.languages.data import words

COMMON = frozenset(
    words(
        "president prime minister secretary general chief chairman chairwoman director officer executive governor "
        "mayor senator congressman judge justice captain colonel lieutenant major sergeant admiral commander king "
        "queen prince princess duke lord lady sir dame pope bishop saint professor doctor mister miss mrs madam "
        "the and for from with first second third one two three four five six seven eight nine ten world war "
        "state states united nations union council court supreme house white senate congress parliament assembly "
        "committee commission department ministry office agency bureau service board bank federal national "
        "international central local public foreign home security defense defence police army navy air force "
        "forces guard university college school institute academy hospital church center centre museum library "
        "theatre theater street road avenue square park river lake sea ocean island islands mountain mountains "
        "bay bridge airport station city town county district province region north south east west northern "
        "southern eastern western middle great new old big black red green blue golden company corporation group "
        "party democratic democrats republican republicans conservative labour labor liberal people peoples "
        "republic kingdom empire government administration league cup championship champions games olympic "
        "olympics team club football association federation society foundation fund act bill law treaty agreement "
        "constitution day week month year night morning christmas easter monday tuesday wednesday thursday friday "
        "saturday sunday january february march april may june july august september october november december "
        "spring summer autumn winter god christ christian christians catholic muslim muslims jewish jews islam "
        "islamic american americans british english england wales german germans germany french france spanish "
        "spain dutch greek greeks greece hungarian hungary austrian austria swiss switzerland swedish chinese "
        "china japanese europe european georgia georgian netherlands germanic holy bible internet web tax news "
        "times post daily human rights health education science art arts history media press high top best who "
        "what when where why how this that his her its our your their all any but not yes you she they there here "
        "then now scottish scot scots economic development trade environment environmental protection liberty "
        "amendment energy transport prosecutor deputy affairs election military channel building housing "
        "construction legislation commerce archdiocese diocese senior gold ring camp coast orthodox inspectorate "
        "petersburg egypt egyptian hot colored sector crown royal star southeast northeast southwest northwest "
        "latin roman rome revolution independence peace nobel prize award awards space mission program programme "
        "project series season stage saints mother father"
    )
)
