"""First and last names for the demo: common ones, of every origin that a French administration knows. Nobody in particular."""

_WOMEN = """
Adèle Agathe Agnès Aïcha Alice Aline Amandine Amélie Amina Anaïs Anissa Anne Anne-Laure Assia Audrey Aurélie Awa Aya Béatrice Bénédicte
Brigitte Camille Capucine Carine Carole Caroline Catherine Cécile Céline Chantal Charlotte Chiara Christelle Christine Claire Clara
Clémence Clotilde Coralie Corinne Coumba Cristina Danielle Delphine Diane Djamila Dominique Éléonore Élisabeth Élise Élodie Émilie Emma
Estelle Esther Eva Fabienne Fanny Farida Fatima Fatou Faustine Florence France Gabrielle Gaëlle Geneviève Ghislaine Giulia Hafida Hanna
Houria Inaya Ingrid Irène Isabelle Jacqueline Jeanne Joana Josiane Judith Julie Juliette Justine Karima Karine Kim Laetitia Laura Laure
Laurence Leïla Leslie Lina Linh Lise Louise Lucie Ludivine Lydia Madeleine Maëlle Magali Malika Manon Margaux Marguerite Maria Marianne
Marie Marie-Claude Marine Marion Martine Mathilde Maud Mélanie Mélissa Meriem Michèle Mireille Monique Morgane Myriam Naïma Nadège
Nathalie Nawel Nicole Noémie Nora Odile Olga Olivia Ornella Pascale Patricia Pauline Perrine Rachel Rachida Raphaëlle Réjane Rosa Sabine
Sabrina Samia Samira Sandra Sandrine Sarah Séverine Sibylle Solène Sonia Sophie Soraya Stéphanie Sylvie Tatiana Thérèse Valérie Vanessa
Véronique Victoire Virginie Viviane Yasmina Yolande Yvette Zineb Zoé
"""

_MEN = """
Abdel Abdou Adrien Ahmed Alain Alexandre Alexis Ali Amadou Anthony Antoine Antonin Arnaud Arthur Aurélien Aymeric Bastien Benjamin Benoît
Bernard Bertrand Boris Boubacar Brahim Brice Bruno Carlos Cédric Charles Cheikh Christian Christophe Clément Cyril Damien Daniel David
Denis Didier Dimitri Éric Étienne Emmanuel Enzo Fabien Fabrice Farid Félix Fernando Florian Franck François Frédéric Gabriel Gaël Gaëtan
Georges Gérald Gérard Gilles Grégory Guillaume Guy Hakim Hamza Hassan Henri Hervé Hicham Hugo Hugues Ibrahim Idriss Ismaël Jacques Jamal
Jean Jean-Baptiste Jean-Luc Jean-Marc Jean-Pierre Jérémie Jérôme Joachim Joël Jonathan José Joseph Julien Kader Kamel Kévin Khalid
Laurent Léo Lionel Loïc Louis Luc Lucas Ludovic Malik Mamadou Manuel Marc Marco Marius Martin Mathieu Mathis Maurice Maxime Mehdi Michaël
Michel Mohamed Mourad Moussa Nabil Nathan Nicolas Noël Olivier Omar Ousmane Pascal Patrice Patrick Paul-Henri Philippe Pierre Pierrick
Quentin Rachid Raphaël Raymond Régis Rémi Renaud René Richard Robin Roger Romain Said Samir Samuel Sébastien Serge Simon Slimane Sofiane
Stéphane Sylvain Tarek Théo Thibault Thierry Thomas Tony Valentin Victor Vincent Virgile Walid Xavier Yacine Yann Yannick Yohan Youssef
Yves Zakaria
"""

_LAST = """
Abadie Achour Agostini Aït-Ahmed Albertini Allard Allegre Alves Amara Amar André Arnaud Asso Aubert Auda Aubry Bailet Bailly Baldacci Barbier
Barale Baron Barré Barthélemy Baudoin Baudry Bayle Beaumont Becker Belkacem Bellon Ben-Amor Benoit Bensaïd Bérard Berger Bernard Bernardi
Berthelot Bertin Besson Bianchi Blanc Blanchard Boissière Bonfils Bonnet Borelli Bouchard Boucher Boulanger Bouquet Bourgeois Bouvier
Boyer Brémond Briand Brun Brunet Camara Camous Caron Carpentier Carré Castel Cauvin Cesari Chabert Charpentier Charrier Chauvin Chen
Chevalier Cissé Clément Colas Colin Colombo Cordier Costa Coste Coulibaly Courtois Cousin Cuny Da-Silva Dalmasso Daniel Darmon David
Delaunay Delmas Deloye Demir Denis Deschamps Diaby Diallo Diarra Dias Diop Dos-Santos Dubois Duchêne Dufour Dumas Dumont Dupont Dupuis
Durand Duval El-Amrani Escoffier Estève Etcheverry Fabre Faraut Faure Favre Fernandes Ferrand Ferrari Ferreira Fischer Fleury Fontaine
Fouquet Fournier Franco Gaillard Gallo Garcia Gasiglia Gastaud Gauthier Gautier Gervais Giacobi Gilli Gimenez Giordano Giraud Gomez
Gonçalves Gonzalez Grandjean Grimaldi Guérin Guibert Guichard Guillot Guyot Hamel Hamidi Hardy Hébert Henry Hernandez Hoarau Hubert
Huet Imbert Isnard Issautier Jacob Jacquet Joly Jourdan Kaci Kaya Keïta Khelifi Klein Konaté Koné Kowalski Labbé Lacroix Lafon Lambert
Lamy Lanteri Laugier Laurent Le-Bihan Le-Gall Le-Goff Leblanc Lebrun Leclerc Lecomte Lefebvre Lefèvre Léger Legrand Lemoine Leroy Leroux
Lévêque Lévy Lombard Lopez Lorenzi Louis Loubet Mallet Malausséna Mansouri Marchal Marchand Maréchal Mari Mariani Marin Marquez Martel
Martinez Masson Mathieu Maurel Maurin Meddour Mendes Menard Mercier Meunier Meyer Michaud Millet Millo Monnier Morales Moreau Morel
Moretti Morin Moulin Moussaoui Muller N’Diaye Navarro Nguyen Nicolas Noël Nobili Olivier Olivieri Orsini Oudin Pages Paoli Pascal Passeron
Pastor Paul Pelletier Pereira Perez Perret Perrin Perrot Petit Petrova Philippe Picard Pichon Pietri Pinto Poirier Pons Popescu Poulain
Prévost Rahmani Raimondi Ramos Raybaud Raynaud Rebuffel Reinhardt Renard Renaud Rey Reynier Ricci Richard Rivière Robert Robin Roche
Rodrigues Roger Rolland Romero Rossi Rousseau Roussel Royer Ruiz Saïdi Salvi Sanchez Santoni Sassi Schmitt Schneider Serra Silvestri Simon
Sissoko Sow Spinelli Suarez Sylla Tanguy Tardieu Teixeira Tessier Thibault Thiam Thomas Torres Touré Tran Traoré Tremblay Trucchi Vallet
Vasseur Verdier Veyrat Viale Vidal Vigneron Vincent Vivier Voisin Wagner Weber Yilmaz Zanetti Ziani Zimmermann
"""

WOMEN, MEN, LAST = _WOMEN.split(), _MEN.split(), _LAST.split()


def spoken(name: str) -> str:
    """Particles written with a hyphen in the list above (one word each) as they are in life: "Le-Goff" → "Le Goff"."""
    for particle in ("Ben-", "Da-", "Dos-", "El-", "Le-"):
        if name.startswith(particle):
            return name.replace("-", " ", 1)
    return name
