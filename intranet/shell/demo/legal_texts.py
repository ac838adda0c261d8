"""The demo's legal texts, whole: an organisation, names, addresses and numbers that do not exist (Arcep keeps 04 65 71 for fiction)."""

LEGAL = """
<p>Cet intranet est édité par le Département de l’Estérel, collectivité territoriale, pour ses agents.</p>
<h2>Éditeur</h2><p>Département de l’Estérel, hôtel du Département, 147, boulevard de la Plaine, 06200 Nice. Téléphone : 04 65 71 06 00.
Courriel : intranet@departement.example.</p>
<h2>Direction de la publication</h2><p>Directeur de la publication : Étienne Aubanel, président du conseil départemental.
Responsable de la rédaction : Maud Ferrandi, directrice de la communication.</p>
<h2>Hébergement</h2><p>Le site est hébergé par le Département, sur les serveurs de sa direction des systèmes d’information : centre de
données de Sophia Antipolis, 12, allée des Pins, 06560 Valbonne. Téléphone : 04 65 71 06 20. Aucune page n’appelle un autre site.</p>
<h2>Ce qui est publié</h2><p>Chacun signe ce qu’il écrit et en répond, dans le respect de la loi, du secret professionnel et de
la discrétion professionnelle. Un contenu illicite ou blessant se signale à intranet@departement.example : il est retiré sous deux
jours ouvrés, et son auteur sait pourquoi.</p>
<h2>Réutilisation</h2><p>Les textes publiés ici sont des documents de travail internes. Ils se citent avec leur auteur et leur date.</p>
<h2>Accessibilité</h2><p>Une difficulté pour lire une page ou s’en servir : accessibilite@departement.example, ou 04 65 71 06 30. Une
réponse est due sous cinq jours ouvrés. <a href="/accessibility/">Lire la déclaration d’accessibilité</a></p>
<h2>Données personnelles</h2><p>Déléguée à la protection des données : Claire Vassal, dpd@departement.example.
<a href="/personal-data/">Lire ce que Traverse garde de vous</a></p>
"""
LEGAL_ENGLISH = """
<p>This intranet is published by the Département de l’Estérel, a local authority, for its staff.</p>
<h2>Publisher</h2><p>Département de l’Estérel, hôtel du Département, 147, boulevard de la Plaine, 06200 Nice. Telephone: 04 65 71 06 00.
E-mail: intranet@departement.example.</p>
<h2>Publication</h2><p>Publication director: Étienne Aubanel, president of the council. Editor: Maud Ferrandi, head of communication.</p>
<h2>Hosting</h2><p>The Département hosts the site itself, on the servers of its information systems department: Sophia Antipolis data
centre, 12, allée des Pins, 06560 Valbonne. Telephone: 04 65 71 06 20. No page calls another site.</p>
<h2>What is published</h2><p>Everyone signs what they write and answers for it, within the law, professional secrecy and
discretion. Unlawful or hurtful content is reported to intranet@departement.example: it is removed within two working days, and its
author is told why.</p>
<h2>Reuse</h2><p>Texts published here are internal working documents. They are quoted with their author and date.</p>
<h2>Accessibility</h2><p>If you have trouble reading or using a page: accessibilite@departement.example, or 04 65 71 06 30. You have an
answer within five working days. <a href="/accessibility/">Read the accessibility statement</a></p>
<h2>Personal data</h2><p>Data protection officer: Claire Vassal, dpd@departement.example.
<a href="/personal-data/">Read what Traverse keeps about you</a></p>
"""
OFFICER = "Claire Vassal, dpd@departement.example, hôtel du Département, 147, boulevard de la Plaine, 06200 Nice."
