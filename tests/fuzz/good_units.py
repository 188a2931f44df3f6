"""Small good files of CAT tools: TMX with all its codes and fields, XLIFF of every version, and its dialects."""

from __future__ import annotations

RICH_TMX = """<?xml version="1.0" encoding="utf-8"?>
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en"
srclang="en-US" datatype="xml" creationdate="20261101T101112Z" changeid="u"><note>n</note><prop type="p">v</prop>
<ude name="u" base="b"><map unicode="xF8FF" code="x01" ent="e" subst="s"/></ude></header><body>
<tu tuid="7" srclang="en-US" usagecount="3" lastusagedate="20261101T101112Z" changedate="20261102T000000Z"
creationid="ann" changeid="bob" segtype="block"><note xml:lang="en">a</note><note>b</note><prop type="Domain">law</prop>
<prop type="Domain">port</prop><tuv xml:lang="en-US" changedate="20261102T000000Z"><prop type="x-ctx">k</prop>
<seg>A <bpt i="1" x="1" type="bold">&lt;b&gt;</bpt>port<ept i="1">&lt;/b&gt;</ept> <ph x="2" type="var">{0}</ph>
<it pos="begin" x="3">&lt;i&gt;</it>opens <hi type="t">to <sub>tip</sub></hi> <ut x="4">\\par</ut>.</seg></tuv>
<tuv xml:lang="ru-RU"><seg><bpt i="1" x="1">&lt;b&gt;</bpt>Порт<ept i="1">&lt;/b&gt;</ept> <ph x="2">{0}</ph></seg>
</tuv><tuv xml:lang="ru"><seg>Гавань</seg></tuv><tuv xml:lang="uk"><seg>Порт</seg></tuv></tu>
<tu><tuv xml:lang="EN_GB"><seg>Two\u00ad words</seg></tuv>
<tuv xml:lang="RU"><seg><![CDATA[Два <слова>]]></seg></tuv></tu>
<tu><tuv xml:lang="de"><seg>Nur</seg></tuv></tu>
</body></tmx>""".encode()

UNIT_1 = """<trans-unit id="u1" resname="r" translate="yes" approved="yes" xml:space="preserve"><source>One <g id="1"
ctype="bold">two<x id="2"/></g> <bpt id="3" rid="3">[b]</bpt>x<ept id="3" rid="3">[/b]</ept> <ph id="4">{0}</ph><it
id="5" pos="open">i</it></source><seg-source><mrk mtype="seg" mid="0">One</mrk> <mrk mtype="seg" mid="1">two<g
id="1"/></mrk></seg-source><target state="needs-translation" state-qualifier="exact-match"><mrk mtype="seg"
mid="0">Раз</mrk> <mrk mtype="seg" mid="1">два<g id="1"/></mrk></target><note from="a" priority="1">n</note>
<alt-trans match-quality="80"><source>One</source><target>Раз</target></alt-trans><context-group purpose="location">
<context context-type="sourcefile">a.c</context></context-group></trans-unit><trans-unit id="u2" translate="no">
<source>No</source></trans-unit><bin-unit id="b" mime-type="x"><bin-source/></bin-unit>"""


def xliff_1(version: str, namespace: str = "", extra: str = "", unit: str = UNIT_1) -> bytes:
    return f"""<?xml version="1.0" encoding="utf-8"?><xliff version="{version}"{namespace}><file original="a.txt"
source-language="en-US" target-language="ru-RU" datatype="plaintext"><header><tool tool-id="t" tool-name="n"/>{extra}
</header><body><group id="g">{unit}</group></body></file></xliff>""".encode()


def xliff_2(version: str) -> bytes:
    return f"""<?xml version="1.0" encoding="utf-8"?><xliff xmlns="urn:oasis:names:tc:xliff:document:2.0"
xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0" version="{version}" srcLang="en" trgLang="ru"><file id="f"
original="a"><skeleton href="s"/><group id="g"><unit id="1" name="n"><notes>
<note category="c" appliesTo="target">x</note>
</notes><originalData><data id="d1">&lt;b&gt;</data></originalData><mda:metadata/><segment id="s1" state="translated"
subState="x:y"><source>One <pc id="1" dataRefStart="d1">two</pc><ph id="2" equiv="x"/><sc id="3"/>a<ec startRef="3"/>
<mrk id="m1" type="term" ref="#x">port</mrk><cp hex="001B"/></source><target order="2">Раз <pc id="1">два</pc></target>
</segment><ignorable><source> </source></ignorable><segment id="s2" state="final"><source>Three.</source><target
xml:space="preserve">Три.</target></segment></unit><unit id="2" translate="no"><segment><source>X</source></segment>
</unit></group></file></xliff>""".encode()


SDL_DEFINITIONS = """</header><sdl:seg-defs xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0"><sdl:seg id="0"
conf="ApprovedTranslation" origin="tm" percent="99" locked="true"><sdl:value key="k">v</sdl:value></sdl:seg>
</sdl:seg-defs><header>"""
NAMESPACE = ' xmlns="urn:oasis:names:tc:xliff:document:1.2"'
SDL = f'{NAMESPACE} xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" sdl:version="1.0"'
MQ = f'{NAMESPACE} xmlns:mq="MQXliff"'
MQ_UNIT = UNIT_1.replace("<trans-unit ", '<trans-unit mq:status="ManuallyConfirmed" mq:percent="90" ', 1)
