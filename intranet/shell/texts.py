"""The first words of the pages that a site cannot be without. Editors change them in the back office.

What only the administration knows is left as a gap, in bold: GAP finds those that stand.
"""

import re

GAP = re.compile(r"complétez\s+ici|give\s+the\s+(?:name|address)[^.<]*\bhere")

LEGAL = """
<p>Cet intranet est édité par l’administration qui l’emploie, pour ses agents. Son directeur de la publication est
l’autorité territoriale ou son délégataire : <b>complétez ici son nom et sa fonction.</b></p>
<h2>Hébergement</h2><p>Le site est installé sur les serveurs de l’administration, ou chez l’hébergeur qu’elle a choisi :
<b>complétez ici son nom et son adresse.</b> Aucune page n’appelle un autre site.</p>
<h2>Ce qui est publié</h2><p>Chacun signe ce qu’il écrit et en répond, dans le respect de la loi, du secret professionnel et de
la discrétion professionnelle. Un contenu illicite ou blessant se signale à l’administration du site, qui le retire et
l’explique à son auteur.</p>
<h2>Réutilisation</h2><p>Les textes publiés ici sont des documents de travail internes. Ils se citent avec leur auteur et leur date.</p>
"""
LEGAL_ENGLISH = """
<p>This intranet is published by the administration that runs it, for its staff. Its publication director is the head of
the administration or their delegate: <b>give the name and position here.</b></p>
<h2>Hosting</h2><p>The site runs on the administration’s servers, or with the provider it chose: <b>give the name and address
here.</b> No page calls another site.</p>
<h2>What is published</h2><p>Everyone signs what they write and answers for it, within the law, professional secrecy and
discretion. Unlawful or hurtful content is reported to the administrators, who remove it and explain why to its author.</p>
<h2>Reuse</h2><p>Texts published here are internal working documents. They are quoted with their author and date.</p>
"""
DATA = """
<p>Traverse garde ce qui est nécessaire pour que les agents se trouvent, proposent, décident et apprennent ensemble. Rien de plus.</p>
<h2>Ce que nous gardons</h2><ul><li>votre identité professionnelle : nom, fonction, service, site, adresse ;</li>
<li>ce que vous choisissez de partager : compétences, présentation, astuces, réponses ;</li>
<li>ce que vous faites ici : signalements, idées, commentaires, retours ;</li>
<li>que vous avez voté, sur la liste d’émargement, et non ce que vous avez voté.</li></ul>
<h2>Ce que nous ne faisons pas</h2><ul><li>aucune mesure de ce que lit une personne ;</li><li>aucun classement d’agents ;</li>
<li>aucune décision prise par une machine sur quelqu’un ;</li><li>aucun envoi à un autre site.</li></ul>
<h2>Vos droits</h2><p>La page « Mes données » montre tout ce qui vous concerne, permet de le télécharger, de le corriger et de demander son
effacement. Le registre des traitements est public. Pour toute question, écrivez à la déléguée ou au délégué à la protection
des données : <b>complétez ici son adresse.</b> Vous pouvez aussi saisir la CNIL.</p>
"""
DATA_ENGLISH = """
<p>Traverse keeps what is needed for staff to find each other, propose, decide and learn together. Nothing more.</p>
<h2>What we keep</h2><ul><li>your professional identity: name, position, unit, site, address;</li>
<li>what you choose to share: skills, introduction, tips, answers;</li>
<li>what you do here: reports, ideas, comments, feedback;</li>
<li>that you voted, on the roll, and not what you voted.</li></ul>
<h2>What we do not do</h2><ul><li>no measure of what a person reads;</li><li>no ranking of people;</li>
<li>no decision made by a machine about someone;</li><li>nothing sent to another site.</li></ul>
<h2>Your rights</h2><p>The page “My data” shows everything about you and lets you download it, correct it and ask for its erasure. The
register of processing is public. For any question, write to the data protection officer: <b>give the address here.</b> You
may also turn to the CNIL.</p>
"""
# slug, title, text, title in English, text in English
PAGES = (
    ("legal", "Mentions légales", LEGAL, "Legal notice", LEGAL_ENGLISH),
    ("personal-data", "Vos données personnelles", DATA, "Your personal data", DATA_ENGLISH),
)
