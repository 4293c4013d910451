"""The keys of a policy file and what may stand there, as phrases for people who do not read settings."""

from __future__ import annotations

from safe_to_paste.model import Category, Likelihood, Outcome

# Which part of a comparison a key belongs to, or all keys of its table; "about" where nothing is said.
PARTS = {
    "clauses": "clauses",
    "tools": "tools",
    "outcomes": "outcomes",
    "declaration.statements": "statements",
    **dict.fromkeys(("marking", "reports", "original_work", "minutes"), "use"),
    **dict.fromkeys(("declaration", "training"), "declaration"),
    **dict.fromkeys(("label", "placeholders"), "label"),
    **dict.fromkeys(("contacts", "report", "links"), "people"),
    **dict.fromkeys(("folders", "lists", "journal"), "records"),
    "organisation": "organisation",
}

# A key as a phrase.
PHRASES = {
    "title": "Title",
    "version": "Version",
    "ratified": "Ratified",
    "owner": "Looked after by",
    "called": "What sentences call it",
    "obligation": "How firmly it speaks",
    "phase": "Phase",
    "audience": "Who it is for",
    "mode": "How Safe to Paste works",
    "staff_count": "Number of staff",
    "agent_missing": "While the agent does not answer",
    "review.next_date": "Next review",
    "review.cycle_months": "Months between reviews",
    "marking.mode": "Marking with AI",
    "reports.mode": "Pupils' reports with AI",
    "original_work.mode": "Other people's work",
    "minutes.mode": "Minutes with AI",
    "declaration.gate": "When staff are asked to agree",
    "declaration.snoozes": "How often “later” may be chosen",
    "training.ask": "Whether staff are asked if they have done the training",
    "training.statement": "What they are asked about it",
    "training.where": "Where the training is",
    "label.required": "Whether a label is asked for",
    "label.text": "The label",
    "label.position": "Where the label goes",
    "label.prompt": "When a label is offered",
    "label.checks": "What to tick beside it",
    "label.include_tool_date": "Whether it names the tool and the date",
    "label.downloads": "Whether files downloaded from an AI tool are offered it",
    "placeholders.restore": "Whether names come back when an answer is copied",
    "placeholders.minutes": "Minutes for which they can come back",
    "contacts.dpo": "Data protection officer",
    "contacts.dsl": "Designated safeguarding lead",
    "contacts.line_manager": "Line manager",
    "report.policy_breach": "If the policy was broken, tell",
    "report.data_breach": "If data may have got out, tell",
    "report.query": "With a question, ask",
    "folders.pupil_work": "Folders with pupils' work",
    "folders.teaching": "Folders with teaching material",
    "folders.keep_months": "Months for which pupils' work is known",
    "folders.roster": "The roster's file",
    "folders.export": "Where totals are put",
    "lists.words": "The school's own words to look for",
    "lists.people": "People to look for",
    "journal.retention_days": "Days for which counts are kept on a laptop",
    "journal.user_can_delete": "Whether a person may delete their own counts",
    "organisation.organisation": "The school's name",
    "organisation.trust": "The trust's name",
    "organisation.address": "Its address",
    "organisation.urn": "Its URN",
    "organisation.la_estab": "Its DfE number",
    "organisation.centre_number": "Its exam centre number",
    "organisation.pupil_username_pattern": "How pupils' user names look",
    "organisation.other_schools": "Other schools",
    "organisation.postcodes": "Its postcodes",
    "organisation.phones": "Its telephone numbers",
    "organisation.email_domains": "Its e-mail domains",
    "organisation.role_mailboxes": "Its mailboxes",
    "organisation.published_staff": "Staff named on the website",
}

# Members of these are counted and not named: people, and words that are confidential in themselves.
PRIVATE = frozenset({"lists.words", "lists.people", "organisation.published_staff"})

# What may stand for a key, where the file's own word would not do.
VALUES = {
    ("obligation", "should"): "“it asks us to”",
    ("obligation", "must"): "“it says we must”",
    ("mode", "report_only"): "on trial: a quiet note at most, nothing held",
    ("mode", "warn"): "in earnest: warns, and holds what is grave",
    ("agent_missing", "limited_check"): "a limited check, and it says so",
    ("agent_missing", "hold"): "texts are held",
    ("marking.mode", "forbid"): "not allowed",
    ("marking.mode", "objective_with_review"): "factual answers only, every mark verified",
    ("marking.mode", "allow"): "allowed",
    ("reports.mode", "forbid"): "not allowed",
    ("reports.mode", "placeholders"): "allowed with placeholders for names",
    ("reports.mode", "allow"): "allowed",
    ("original_work.mode", "forbid"): "stays out",
    ("original_work.mode", "consent_tick"): "may go in with the author's consent",
    ("minutes.mode", "forbid"): "not allowed",
    ("minutes.mode", "warn"): "with a warning",
    ("minutes.mode", "allowed_except_confidential"): "allowed, except what is confidential",
    ("declaration.gate", "before_use"): "before they use an AI tool",
    ("declaration.gate", "remind"): "by a reminder",
    ("declaration.gate", "off"): "not at all",
    **{
        (f"report.{purpose}", who): f"the {words}"
        for purpose in ("policy_breach", "data_breach", "query")
        for who, words in (
            ("line_manager", "line manager"),
            ("dpo", "data protection officer"),
            ("dsl", "designated safeguarding lead"),
        )
    },
    ("label.prompt", "copy"): "on every copy",
    ("label.prompt", "large_copy"): "on a large copy",
    ("label.prompt", "off"): "never",
}


KINDS = {
    Category.IDENTIFIABLE: "What points to a person",
    Category.SENSITIVE: "What is sensitive about somebody",
    Category.CONFIDENTIAL: "What is confidential",
    Category.PUPIL_WORK: "Pupils' and other people's work",
    Category.RESTRICTED_USE: "Uses the policy restricts",
}
SURENESS = {
    Likelihood.POSSIBLE: "when it is possible",
    Likelihood.LIKELY: "when it is likely",
    Likelihood.VERY_LIKELY: "when it is very likely",
}
LIKE_THE_REST = "like the rest of its kind"
OUTCOMES = {
    Outcome.ALLOW: "nothing",
    Outcome.HINT: "a quiet note",
    Outcome.WARN: "a warning (Send asks once more)",
    Outcome.HOLD: "held until the person chooses",
    Outcome.BLOCK: "kept out, with no way to keep it",
}


STATUS = {"approved": "approved", "with_care": "to be used with care", "not_approved": "not approved"}
TOOL = {
    "name": "its name",
    "url_patterns": "the addresses",
    "status": "what the school says of it",
    "note": "the note",
    "trains_on_input": "whether it learns from what is typed",
    "review_due": "when it is looked at again",
}
