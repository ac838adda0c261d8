"""The demo's territories and sites. Invented addresses in real communes."""

TERRITORIES = (
    ("Territoire 1", ("Nice", "Saint-André-de-la-Roche", "La Trinité")),
    ("Territoire 2", ("Cannes", "Le Cannet", "La Roquette", "Mougins", "Mouans-Sartoux", "Mandelieu")),
    ("Territoire 3", ("Grasse", "Peymeinade", "Saint-Vallier-de-Thiey", "Valbonne")),
    ("Territoire 4", ("Antibes", "Vallauris", "Biot", "Villeneuve-Loubet")),
    ("Territoire 5", ("Vence", "Cagnes-sur-Mer", "Saint-Laurent-du-Var", "Carros")),
    ("Territoire 6", ("Menton", "Roquebrune-Cap-Martin", "Sospel", "Breil-sur-Roya")),
    ("Territoire 7", ("Puget-Théniers", "Guillaumes", "Saint-Martin-Vésubie", "Saint-Étienne-de-Tinée")),
)

SITES = (
    # key used by units.py, name, address, commune
    ("siege", "Hôtel du Département, Nice", "147, boulevard de la Plaine, 06200 Nice", "Nice"),
    ("nice", "Maison du Département, Nice", "26, rue des Lavandières, 06300 Nice", "Nice"),
    ("nice-solidarites", "Maison des solidarités, Nice", "8, avenue du Vieux-Moulin, 06100 Nice", "Nice"),
    ("mediatheque", "Médiathèque départementale, Nice", "31, quai du Jonquet, 06200 Nice", "Nice"),
    ("archives", "Archives départementales, Nice", "149, boulevard de la Plaine, 06200 Nice", "Nice"),
    ("cannes", "Maison du Département, Cannes", "12, avenue des Oliviers, 06400 Cannes", "Cannes"),
    ("cannes-pmi", "Centre de santé des enfants, Cannes", "5, rue du Suquet-Bas, 06400 Cannes", "Cannes"),
    ("capron", "Collège Capron, Cannes", "40, boulevard des Palmiers, 06400 Cannes", "Cannes"),
    ("le-cannet", "Maison du Département, Le Cannet", "3, place des Micocouliers, 06110 Le Cannet", "Le Cannet"),
    ("mougins", "Maison du Département, Mougins", "18, chemin de la Chapelle, 06250 Mougins", "Mougins"),
    ("mouans", "Point d’accueil, Mouans-Sartoux", "2, allée du Château, 06370 Mouans-Sartoux", "Mouans-Sartoux"),
    ("la-roquette", "Point d’accueil, La Roquette", "9, rue de l’École, 06550 La Roquette", "La Roquette"),
    ("mandelieu", "Maison du Département, Mandelieu", "77, avenue de la Siagne, 06210 Mandelieu", "Mandelieu"),
    ("college-siagne", "Collège de la Siagne, Mandelieu", "14, chemin des Mimosas, 06210 Mandelieu", "Mandelieu"),
    ("grasse", "Maison du Département, Grasse", "21, cours des Parfumeurs, 06130 Grasse", "Grasse"),
    ("grasse-solidarites", "Maison des solidarités, Grasse", "6, rue des Roses, 06130 Grasse", "Grasse"),
    ("college-oliviers", "Collège des Oliviers, Grasse", "52, route de la Paoute, 06130 Grasse", "Grasse"),
    ("antibes", "Maison du Département, Antibes", "30, chemin de la Colle, 06600 Antibes", "Antibes"),
    ("vence", "Maison du Département, Vence", "11, avenue des Poètes, 06140 Vence", "Vence"),
    ("college-baous", "Collège des Baous, Vence", "4, chemin du Malvan, 06140 Vence", "Vence"),
    ("carros", "Parc routier, Carros", "Zone industrielle, 3e rue, 06510 Carros", "Carros"),
    ("menton", "Maison du Département, Menton", "15, rue des Citronniers, 06500 Menton", "Menton"),
    ("routes-menton", "Centre d’exploitation, Menton", "88, route de Sospel, 06500 Menton", "Menton"),
    ("puget", "Maison du Département, Puget-Théniers", "1, place de la Gare, 06260 Puget-Théniers", "Puget-Théniers"),
    ("routes-puget", "Centre d’exploitation, Puget-Théniers", "Route du Var, 06260 Puget-Théniers", "Puget-Théniers"),
    ("musee", "Musée des vallées, Puget-Théniers", "7, rue de la Roudoule, 06260 Puget-Théniers", "Puget-Théniers"),
)

# Where these communes are: latitude and longitude of their centre, in degrees.
POSITIONS = {
    "Nice": (43.6961, 7.2656),
    "Cannes": (43.5528, 7.0174),
    "Le Cannet": (43.5767, 7.0191),
    "Mougins": (43.6007, 7.0053),
    "Mouans-Sartoux": (43.6206, 6.9722),
    "La Roquette": (43.5806, 6.9556),
    "Mandelieu": (43.5465, 6.9377),
    "Grasse": (43.6589, 6.9243),
    "Antibes": (43.5808, 7.1239),
    "Vence": (43.7225, 7.1119),
    "Carros": (43.7925, 7.1881),
    "Menton": (43.7747, 7.4975),
    "Puget-Théniers": (43.9567, 6.8936),
}
