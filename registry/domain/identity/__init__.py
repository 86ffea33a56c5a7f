"""Who is who: from (provider, API model ID, name) to the model that it means, by small, ordered, named rules.

    providers.py   what each source calls a provider -> the provider's id
    labs.py        vendor prefixes and brands -> the lab
    spelling.py    one API model ID -> its lab, its key, the version and serving that it pins: pure text
    aliases.py     what no rule can know
    resolve.py     a spelling against what labs sell -> a model, and the rule that said so
    families.py    a model's name -> its family as people say it

Two ids mean one model when their keys meet. Nothing is matched by prefix, and an id that no rule knows becomes a model
of its own: a wrong merge publishes a wrong price.
"""
