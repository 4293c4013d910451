"""Sensitive and confidential words: somebody's own are found, everybody's are left alone. Everyone here is invented."""

from __future__ import annotations

import random

import pytest
from safe_to_paste import paths, policy, rules, wording
from safe_to_paste.detectors import _bound, _lexicon, singled_out
from safe_to_paste.model import Category, Finding, Likelihood, Scan, Span
from safe_to_paste.scanner import scan
from safe_to_paste.view import View

from .growth import grows_no_faster

PACKS = ("sensitive", "confidential", "singling-out")
OURS = tuple(
    rules.read(path, f"{pack}/{path.stem}")
    for pack in PACKS
    for path in sorted((paths.rules_dir() / pack).glob("*.toml"))
)

# What staff may paste freely, although it is full of the words that tell so much about a person.
TEACHING = (
    "Write a 10 mark PSHE quiz for Year 9 on self-harm, where to get help and what a trusted adult should do.",
    "Can you summarise our safeguarding policy? Staff must record concerns on CPOMS the same day and"
    " tell the DSL. If a child discloses abuse, do not promise confidentiality.",
    "Make a poster for the staffroom: five signs of neglect and who to tell.",
    "Draft an INSET session on county lines and child criminal exploitation, 45 minutes, with two activities.",
    "Reword this line in our SEND policy: pupils with an EHCP will have an annual review and a one page"
    " profile shared with all staff.",
    "Give me 10 classroom strategies for pupils with ADHD, autism or dyslexia in a mainstream class.",
    "What is the difference between SEN support and an EHC plan? Explain for new parents on our website.",
    "Template letter for an annual review meeting: Dear [Parent], you are invited to the annual review"
    " of [Pupil]'s EHCP on [Date].",
    "Write a Year 8 science lesson on asthma, inhalers and how the lungs work.",
    "GCSE biology: explain how insulin controls blood glucose and compare type 1 diabetes with type 2"
    " diabetes. 6 marks.",
    "Our first aid policy needs a section on anaphylaxis: staff trained to use an EpiPen, where they are"
    " stored, when to call an ambulance.",
    "Menu for next week please. Mark which meals are gluten free, vegan or halal and which contain nuts or sesame.",
    "Assembly on Eid and Ramadan for KS2: why Muslims fast, what iftar is, how families celebrate.",
    "RE lesson plan: the five Ks of Sikhism, why Sikhs wear a turban, key words.",
    "How do Jehovah's Witnesses and Catholics differ in their beliefs about communion? A level RS essay plan.",
    "Explain in An Inspector Calls how Eva Smith is dismissed, becomes pregnant and takes her own life."
    " Who is to blame?",
    "In Of Mice and Men Curley's wife is lonely and Crooks is excluded because he is black. Write three paragraphs.",
    "Macbeth: Lady Macbeth's mental health in Act 5, sleepwalking and guilt. Give me five quotations.",
    "Write a short story about a boy called Finn whose dad is in prison and who moves to a foster family by the sea.",
    "Diary entry of an evacuee who is homesick, wets the bed and is hit by the farmer's wife. 200 words.",
    "A Christmas Carol: how does Dickens use Tiny Tim's illness and the Cratchits' poverty? 30 marks.",
    "Medicine through time: why did people believe illness was caused by bad air? Source A shows a doctor in 1665.",
    "Explain why Henry VIII divorced Catherine and how Mary I was raised a Catholic.",
    "The Suffragettes: Emily Davison was arrested nine times and went on hunger strike. Make a timeline.",
    "Explain the miners' strike 1984-85 and why unions lost power.",
    "Crime and punishment knowledge organiser: theft, arson, robbery, prison reform, Elizabeth Fry.",
    "Case study: Child B, 9, lives with his mother and her partner, who drinks. Attendance is 71%. What"
    " should the school do?",
    "Fictional scenario for DSL training: Ruby, 13, tells her tutor that her stepdad hits her. Give model answers.",
    "This is an invented example so no real pupil: Tom Larch has dyslexia and gets extra time. Show what"
    " a good profile looks like.",
    "Behaviour policy, section 4: sanctions ladder. C1 warning, C2 moved seat, C3 detention, C4"
    " isolation, C5 suspension. Make it a table.",
    "Write a script for a restorative conversation after two pupils have had a fight.",
    "Staff training on de-escalation: what to say when a child is angry, refusing to work or throwing things.",
    "Please write a parents' newsletter item about attendance: 96% is our target, every day counts,"
    " holidays in term time will not be authorised.",
    "Term report: attendance 94.1%, persistent absence 17.3%, suspensions 12, permanent exclusions 0, PP"
    " 28%, SEN 15%, EAL 9%.",
    "Analyse: FSM pupils' progress 8 is -0.42, non-FSM +0.11. What should governors ask?",
    "Pupil premium strategy statement, 3 year plan: tutoring, breakfast club, attendance officer, trips"
    " subsidy for families who cannot afford them.",
    "Write an email to all parents about head lice: check your child's hair weekly.",
    "Flu vaccinations are on Thursday. Word a reminder for Years 7 to 11 about consent and medical conditions.",
    "Job advert: SENCo, full time, MPR/UPR plus SENA, closing date 12 May, visits welcome.",
    "Write interview questions for a teaching assistant post, 1:1 support for a pupil with complex needs.",
    "Capability policy: explain the informal stage, the formal stage, support plans and the right to be"
    " accompanied by a union representative.",
    "What is the Bradford factor and is it fair? Explain for new line managers.",
    "Write a model settlement agreement clause and explain what without prejudice means.",
    "Explain the teacher pay scale, what UPS means, and how TLR payments work.",
    "Template risk assessment for a school trip including wheelchair users, allergies and medication.",
    "Draft a menopause policy for staff: reasonable adjustments, fans, absence and who to speak to.",
    "Staff wellbeing survey: write 12 questions about workload, stress and anxiety.",
    "Plan a Year 6 transition day. Some children will be anxious. Ideas for circle time about worries?",
    "LGBT+ History Month display: six people who changed Britain, one line each.",
    "RSE policy: what must be taught about consent, contraception and sexual orientation by the end of Year 11?",
    "Geography: push and pull factors for migrants. Case study of Syria: why people fled and where refugees went.",
    "School of Sanctuary application: how we welcome refugees and asylum seekers, three paragraphs.",
    "EAL induction checklist: home language, country of birth and first school recorded on admission.",
    "Explain to a new clerk which data the census collects: ethnicity codes WBRI, MWBC, FSM6, SEN K and E, LAC.",
    "Tender document headings for catering: quality 60%, price 40%, social value, contract length three years.",
    "Explain what liability caps and break clauses are in a service level agreement.",
    "How should governors handle a complaint that threatens legal action? General guidance with timescales.",
    "Write a holding statement template after a bereavement in the school community: [Name], [date],"
    " support available.",
    "Book list on grief and losing a parent for KS2 with a sentence on each.",
    "Write lyrics about anger and how to calm down, reception class.",
    "Maya is 9 and has £4.20. Her dad gives her three times as much. She owes her brother £2. How much is left?",
    "A patient has a fever of 39.5 and takes 500 mg every 6 hours. How many mg in 2 days? Show working.",
    "French: il est malade, elle a mal à la tête, ma mère est divorcée. Make 8 gap-fill sentences.",
    'def is_absent(row): return row["code"] in ("O", "G", "U")  # why does late not count as absent here?',
    "Write a reading comprehension about Louis Braille who was blind, with 8 questions.",
    "Explain how Stephen Hawking used a wheelchair and a voice synthesiser. Fact file for Year 5.",
    "Psychology A level: outline one treatment for depression and one for OCD.",
    "Health and social care BTEC: care values, safeguarding and duty of care, with a scenario about a"
    " resident with dementia.",
    "Compare the poems Mother any distance and Before You Were Mine on family.",
    "Design a form for recording medication given in school: name of child, dose, time, signature.",
    "Write a letter to parents about our new mobile phone policy and what happens if phones are confiscated.",
    "Explain to Year 10 how alcohol affects the liver and reaction times.",
    "Give me a 6 mark question on how the nervous system coordinates a reflex when you touch something hot.",
    "Summarise chapter 7 of Lord of the Flies where Jack hurts Robert.",
    "Our anti-bullying week assembly: odd socks day, why kindness matters.",
    "Dear parents, sports day is on Friday. Please send a hat, sun cream, inhaler if needed and a packed lunch.",
    "Write a job description for a pastoral support worker dealing with attendance, behaviour and safeguarding.",
    "What should be in a return to work interview form? Headings only.",
    "Create a menu of reasonable adjustments for staff with dyslexia.",
    "How does Juliet's relationship with her parents change in Act 3 Scene 5 when Capulet threatens to throw her out?",
    "A level psychology: outline Bowlby's 44 thieves study and one criticism.",
    "Primary PSHE: draw the people who keep you safe. Script for talking about private parts with NSPCC PANTS.",
    "History: How were children treated in workhouses? Use a source about Oliver being beaten.",
    "Write a reference request template for new staff.",
    "Draft the governors' section on exclusions data: 14 suspensions, 9 pupils, all KS3.",
    "Explain the graduated response: assess, plan, do, review, in an infographic.",
    "Make a set of social stories for going to the dentist, for our ASD base.",
    "What is pupil premium plus and who gets it?",
    "Compare two charities that help homeless people. KS2 homework.",
    "Draft a staff briefing: LADO role, low level concerns and whistleblowing.",
    "How do I teach pupils about consent and sexual harassment in Year 8?",
    "Plan a debate: should prisoners have the vote?",
    "The school dog policy: allergies, hygiene, parental consent.",
    "Write a news report about a fire in a Victorian mill in which three children died.",
    "Tom has a headache and takes 2 tablets every 4 hours. How many in a day?",
    "In the film Wonder, Auggie has a facial difference. Discussion questions about empathy.",
    "Give examples of SMART EHCP outcomes for speech and language needs, no names.",
    "Write a knowledge organiser for Judaism: synagogue, Shabbat, kosher, bar mitzvah.",
    "My department has too much marking. Ideas for reducing workload and stress?",
    "Can you write an email to staff about the union meeting on Thursday in the library?",
    "Draft a newsletter item: dogs must not be brought on site, someone was bitten last week",
    "Music tour to Spain: passports, visas, insurance. Draft the kit list",
    "Netball club: court 1 Year 7, court 2 Year 8. Bring a drink and a coat",
    "Business studies: a worker is made redundant and joins a union. Define redundancy and union",
    "Geography: why do people migrate from Syria to Germany? Push factors: war, no jobs, persecution",
    "Assembly on Black History Month for Year 5, Rosa Parks arrested on a bus",
    "Summarise the absence management policy: trigger points, return to work meetings, occupational health",
    "Create a blank seating plan with a space for SEN, PP and EAL codes",
    "Biography of Frida Kahlo: polio, bus crash, surgery, pain. KS2, 150 words",
    "Word problem: Sam ran out of class 5 minutes late and walked 200 m in 4 minutes. What was his speed?",
    "Risk assessment for a science practical: acid burns, cuts from glass, goggles on",
    "Cover work: Year 8 textiles, finish the cushion, cut out the felt with care",
    "Letter to all parents: hayfever tablets need a signed form",
    "Noughts and Crosses: Callum is arrested; Sephy is pregnant. Essay question please",
    "Holes: Stanley is sent to a camp for stealing shoes. Chapter 1 quiz",
    "How do I calm a noisy class after lunch without shouting",
    "Explain what a non-molestation order is to a new pastoral lead",
    "Report bank: struggles to stay focused, has been late on occasion, always kind. 20 statements, no names",
)

# Somebody's own: the kinds that must be found in it.
ABOUT_SOMEONE = (
    ("she told me her stepdad hits her when he has been drinking. what are the words i should use", "SAFEGUARDING"),
    ("a girl in my form showed me cuts on her arms and asked me not to tell anyone", "SAFEGUARDING"),
    ("lad in my y10 form smells of weed every morning and his mum just laughed when I rang", "SAFEGUARDING"),
    ("Hannah Brook 11B told me she is pregnant and hasn't told her parents", "HEALTH"),
    ("one of my Y9s has ADHD and can't sit still, any ideas", "SEND"),
    ("this pupil is moving foster placement on Friday, what can I plan for his last day", "FAMILY"),
    ("Draft a note home: Alfie Pruett 7K has been late 11 times this half term", "ATTENDANCE"),
    ("our only HLTA has been off with stress since September. do I move her to half pay", "HEALTH"),
    ("My Y12 tutee says he's gay and his dad would throw him out. how do i help", "SEXUALITY"),
    ("our site manager got done for drink driving at the weekend. do I have to tell governors", "CRIMINAL"),
    ("Dear Mr Rusk, following our informal capability meeting you will now move to the formal stage", "HR"),
    ("The kitchen assistant is on \u00a311.44 an hour and wants a rise to \u00a312.10, help me say no", "SALARY"),
    ("Bidder 2 Fernhill Catering quoted \u00a32.47 per meal. Don't share. Write up the evaluation", "CONTRACT"),
    ("Our solicitors say we have a 40% chance at tribunal, summarise for chair", "LEGAL"),
)

# The same kinds as staff say them by themselves, with everybody's names about.
IN_OTHER_WORDS = (
    ("Reword for parents' evening: Corin Haldane 9R has been having blackouts and wants to know about PE", "HEALTH"),
    ("how do i explain to Nell's dad that she isnt clean or dry yet and we cant keep changing her", "HEALTH"),
    ("Marco Delfino 8T came off his bike, plate in his collarbone, no PE until after Easter", "HEALTH"),
    ("Otis in Y5 puked on the coach, write to the coach firm", "HEALTH"),
    ("Mr Kettering has been told it's the big C. need a message to the dept", "HEALTH"),
    ("can u write targets for Jude, Y3, reads like a 5 year old and hates writing", "SEND"),
    ("Kian Ashworth has band C funding, 15 TA hrs, review with LA on 3/2", "SEND"),
    ("Draft the form for Kasim Yardley 10B, SS 78 for reading speed, 25% and a prompter", "SEND"),
    ("Lenny Stokes in Y1 crawls under desks and growls, ideas pls", "SEND"),
    ("log please in neutral wording: Rio Castanho Y2 came in with a handprint on his cheek", "SAFEGUARDING"),
    ("Lacey Thornbury 9L has been getting lifts from grown men and has loads of cash", "SAFEGUARDING"),
    ("Hugo Fenn Y1 says mummy sleeps all day and he cant wake her, wording for cpoms", "SAFEGUARDING"),
    ("Kai in my form wrote that he doesn't want to be alive in his English book", "SAFEGUARDING"),
    ("Jaxon Petrie's nan has him now, word a note to his Y4 teacher", "FAMILY"),
    ("Freya's dad got 4 years on Friday and the kids in 8C have seen it online. what do i say", "FAMILY"),
    ("Write to both homes: Felix Arundel's parents cannot be in the same room", "FAMILY"),
    ("sensitive: Mr Tolley's wife has left him, he wants Fridays off", "FAMILY"),
    ("Jaydn Moss 10R went for Mr Ballard today and had to be held back. incident statement pls", "BEHAVIOUR"),
    ("Behaviour summary for panel: Tyrese Bonham 9L, 48 negs, 3 FTEs", "BEHAVIOUR"),
    ("Ella Stanhope locked a Y7 in the toilets, letter home", "BEHAVIOUR"),
    ("Poppy Flint 9B had a scrap on the field, text to mum", "BEHAVIOUR"),
    ("Jemima Stroud 8B has only been in 6 days this half term, letter", "ATTENDANCE"),
    ("Nat Selwood in my form cant face coming in, gets as far as the gate", "ATTENDANCE"),
    ("Why has Casey Moon 9C been off every Monday? write a nice text to mum", "ATTENDANCE"),
    ("pls write to Mr Adeyemi, Tobi's lunch account is £46 in the red", "SOCIOECONOMIC"),
    ("Lila's dad was laid off, kind wording about the ski trip balance for 8B please", "SOCIOECONOMIC"),
    ("Nathan Pugh 7K has trainers held together with tape, how do i ask the hardship fund", "SOCIOECONOMIC"),
    ("Zofia Nowak speaks only Polish and started in 4B on Monday", "ETHNICITY"),
    ("Kayleigh Gaskin's family are travellers and they go in June, 5B work pack please", "ETHNICITY"),
    ("Mei Tran 8C is half Chinese and was mocked in PE", "ETHNICITY"),
    ("Manpreet Gill in Y6 keeps his hair in a patka, can he wear it for judo", "RELIGION"),
    ("Hannah Stein 7B won't be in for Yom Kippur", "RELIGION"),
    ("The Lockyers are Plymouth Brethren so Esther Lockyer 9A can't use a computer", "RELIGION"),
    ("Danylo Koval 8B got here from Kharkiv with his gran", "IMMIGRATION"),
    ("Our TA Grace's sponsorship ends in March, what do we need to do", "IMMIGRATION"),
    ("Farid Azimi 7C and his family were given leave to remain, congratulations card", "IMMIGRATION"),
    ("Grievance reply to Ms Bourne, cc her NASUWT caseworker", "UNION"),
    ("Mr Pargeter walked out with the NEU on the 1st, dock pay how", "UNION"),
    ("Mr Dunn is bringing his union rep to the meeting, agenda", "UNION"),
    ("Jamie Orme in 10C came out to me at the end of tutor", "SEXUALITY"),
    ("Kit Barlow's got two dads and mothers day cards are on wednesday in 2B", "SEXUALITY"),
    ("Theo Lunn in 12B has a boyfriend but isn't out at home, he is gay", "SEXUALITY"),
    ("Alex Pemberly 9B uses he now and wants the boys' changing room", "GENDER_IDENTITY"),
    ("Finley Marsh 8C wants to be a girl called Fern, parents ok, letter to staff", "GENDER_IDENTITY"),
    ("Sam Deakin 10A is on blockers and needs privacy for swimming", "GENDER_IDENTITY"),
    ("Nate Hollis 11B was picked up by the police on saturday for shoplifting", "CRIMINAL"),
    ("Ricky Stead's on a tag til March so can't do the 11C residential", "CRIMINAL"),
    ("The caretaker Mr Bunce has a conviction from 1998 on his DBS", "CRIMINAL"),
)


@pytest.mark.parametrize("text", TEACHING)
def test_teaching_policies_and_training_are_left_alone(text: str) -> None:
    assert () == scan(text, OURS).findings


@pytest.mark.parametrize(("text", "kind"), ABOUT_SOMEONE)
def test_what_is_said_of_one_person_is_found_and_held(text: str, kind: str) -> None:
    found = {finding.entity: finding.likelihood for finding in scan(text, OURS).findings}

    assert found.get(kind, Likelihood.POSSIBLE) >= Likelihood.LIKELY


@pytest.mark.parametrize(("text", "kind"), IN_OTHER_WORDS)
def test_everyday_words_for_it_are_known_as_well(text: str, kind: str) -> None:
    everything = rules.load(paths.rules_dir())

    assert kind in {finding.entity for finding in scan(text, everything).findings}


@pytest.mark.parametrize(("text", "kind"), [pair for pair in ABOUT_SOMEONE if pair[1] in {"SAFEGUARDING", "SEND"}])
def test_the_same_is_left_alone_where_it_is_declared_made_up(text: str, kind: str) -> None:
    made_up = f"This is a made up scenario for training, nobody is real. {text}"

    assert kind not in {finding.entity for finding in scan(made_up, OURS).findings}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("K has ASD and finds lunch hard. Can you write a social story", "SEND"),
        ("C. is a looked after child who has moved placement again. PEP targets please", "FAMILY"),
        ("Dear Mr Rowe, you will receive a first written warning, which stays on your file. Reword", "HR"),
        ("Dear Jane, Your post has been identified as at risk of redundancy. Please check the tone.", "HR"),
        ("We need to make one TA redundant. Help me write the rationale for governors", "HR"),
        ("Reference for Dan Hurst, he was on a support plan for 6 weeks and we'd not have him back", "HR"),
        ("Type these up. Mrs Rowe is now at stage 2 of the sickness procedure", "HR"),
        ("Need an IEP for a child with Down's syndrome in Y1", "SEND"),
        ("Please tidy this for the tutor: Jake Sutton has nystagmus and needs the front row", "HEALTH"),
        ("Allergy poster for the servery:\nOtto Bray - egg, carries 2 epipens\nWren Hollis - no dairy", "HEALTH"),
        ("Leo Grant 7K told me his brother took the dinner off him and mum went to bed", "PRIVATE_DETAIL"),
    ],
)
def test_letters_initials_and_steps_are_about_somebody(text: str, kind: str) -> None:
    assert kind in {finding.entity for finding in scan(text, OURS).findings}


@pytest.mark.parametrize(
    "text",
    [
        "If something hard is going on at home, tell your tutor. Make it a poster for every pupil in Y8",
        "Template: Dear [Name], you will receive a written warning if the target is not met.",
        "Explain to governors how redundancy works and what at risk of redundancy means",
        "K is the spring constant and F is the force. Write five questions",
        "History: in 1842 a mill had to make forty hands redundant. Write a source question",
        "Write a story in which a girl hears them through the wall and tells her nan",
    ],
)
def test_what_is_said_to_everybody_is_about_nobody(text: str) -> None:
    assert scan(text, OURS).findings == ()


def test_the_span_is_the_telling_phrase_and_not_the_name() -> None:
    text = "Joss Pellow 8T has dyslexia"
    [finding] = [f for f in scan(text, OURS).findings if f.category is Category.SENSITIVE]

    assert "has dyslexia" == text[finding.span.start : finding.span.end]


def test_one_person_is_pointed_to_without_a_name() -> None:
    text = "The only wheelchair user in Year 8 needs the lift"
    [match] = singled_out.find(View(text))

    assert "The only wheelchair user in Year 8" == text[match.span.start : match.span.end]


@pytest.mark.parametrize(
    ("text", "pointed"),
    [
        ("the girl in the wheelchair in 8C can't get to the hall for the concert", "the girl"),
        ("my one deaf pupil in 9X2 can't follow the video", "my one deaf pupil"),
        ("the only Year 13 doing further maths wants to drop it, he has panic attacks", "the only Year 13"),
        ("The Afghan lad in Year 9 wont take part in PE", "The Afghan lad in Year 9"),
        ("the Y9 whose dad is on the telly is being bullied, what do i do", "the Y9"),
        ("the head's son has been suspended, how do we word it", "the head's son"),
        ("The twins in Reception lost their mum and their dad is in prison. what do i say", "The twins in Reception"),
    ],
)
def test_a_description_that_fits_one_person_points_to_it(text: str, pointed: str) -> None:
    assert any(text[m.span.start : m.span.end].startswith(pointed) for m in singled_out.find(View(text)))


@pytest.mark.parametrize(
    "text",
    [
        "Write a quiz for the only Year 13 set doing further maths",
        "The twins in Twelfth Night are parted by a storm. Five questions",
        "The head's report to governors: roll, staffing, buildings",
        "Design a chair for a girl in a wheelchair, DT brief for KS3, user profile made up",
        "Mrs Lindqvist has been off sick. In the INSET say that a child who tells you something needs you to listen",
        "Mr Fashola is off with stress. Bring one strategy that has worked and one that has not",
        "The family above all is what Capulet cares about. Essay",
    ],
)
def test_a_description_of_nobody_points_to_nobody(text: str) -> None:
    assert [] == list(singled_out.find(View(text)))


@pytest.mark.parametrize(
    "text",
    ["Hi Miss, salt and vinegar for Joss Pellow 8T", "Add Joss Pellow 8T to the list", "An odd sock, Joss Pellow 8T"],
)
def test_short_names_of_needs_count_in_capitals_alone(text: str) -> None:
    assert "SEND" not in {finding.entity for finding in scan(text, OURS).findings}


@pytest.mark.parametrize(
    "note",
    [
        "Tutor note - Saoirse Mulqueen hardly sleeps and hasn't been eating lunch",
        "Lenny Stokes in Y1 crawls under desks and growls",
        "Kian Ashworth has band C funding, 15 TA hrs",
        "handover for supply: Jem Oakshott needs his blue inhaler before PE",
    ],
)
def test_a_note_in_a_long_lesson_is_still_a_note(note: str) -> None:
    lesson = "Rivers wear away their beds by hydraulic action, abrasion, solution and attrition.\n" * 9
    text = f"Worksheet on rivers for KS3, twelve questions.\n\n{lesson}\n{note}\n\n{lesson}"

    assert Category.SENSITIVE in {finding.category for finding in scan(text, rules.load(paths.rules_dir())).findings}


def test_a_phrase_needs_a_word_to_be_found_by() -> None:
    with pytest.raises(ValueError, match="no word by which"):
        list(_lexicon._anchored("he is *"))


def test_an_only_that_is_no_person_points_to_nobody() -> None:
    assert [] == list(singled_out.find(View("The only printer in Year 8 is broken and the only even prime is 2")))


def test_the_work_is_done_once_for_all_kinds() -> None:
    view = View("Joss Pellow 8T has dyslexia and asthma")

    assert _lexicon.hits(view) is _lexicon.hits(view)
    assert _bound.seen(view) is _bound.seen(view)


@pytest.mark.parametrize(
    "unit",
    [
        "his her is has ",
        "1,",
        "autis",
        "taken to ",
        "the only ",
        "the girl who ",
        "(((",
        "\u00a354,182 ",
        "K has ",
        "Dear Jane, your ",
    ],
)
def test_hostile_texts_take_time_in_proportion(unit: str) -> None:
    def work(length: int) -> None:
        view = View(unit * (length // len(unit)))
        view.__dict__["people"] = ()
        _bound.seen(view)

    assert grows_no_faster(work, 100_000)


def test_any_text_can_be_read() -> None:
    pieces = ["his", "SEN K", "[", "]", "*", "#", "\u00a3", "12/3", "\n", "\n\n", "told me", "Year 7", "\u0130", "'s"]
    chance = random.Random(7)
    for _ in range(200):
        text = " ".join(chance.choices(pieces, k=60))
        for matches in _bound.seen(View(text)).values():
            assert all(0 <= match.span.start < match.span.end <= len(text) for match in matches)


def _finding(entity: str, category: Category, title: str) -> Finding:
    return Finding("test/x", entity, category, Likelihood.VERY_LIKELY, Span(0, 4), (), title, "", None)


@pytest.mark.parametrize(
    ("entity", "category", "title", "ends"),
    [
        ("PUPIL_LIST", Category.IDENTIFIABLE, "list of pupils", "you could send counts instead."),
        ("COURSEWORK", Category.PUPIL_WORK, "coursework", "exam boards want coursework to be the candidate's own."),
        ("SAFEGUARDING", Category.SENSITIVE, "safeguarding detail", "tell your designated safeguarding lead today."),
    ],
)
def test_what_is_said_ends_with_the_next_step(entity: str, category: Category, title: str, ends: str) -> None:
    default = policy.load("default", policies_dir=paths.policies_dir())
    says = policy.decide(Scan((_finding(entity, category, title),), 10), default).says

    assert says.endswith(ends)


def test_nothing_is_said_of_a_next_step_where_leaving_it_out_is_all() -> None:
    default = policy.load("default", policies_dir=paths.policies_dir())

    assert "" == wording.next_step([_finding("UPN", Category.IDENTIFIABLE, "UPN")], default)


def test_a_list_of_pupils_is_said_once() -> None:
    default = policy.load("default", policies_dir=paths.policies_dir())
    found = [_finding("PUPIL_NAME", Category.IDENTIFIABLE, "pupil's name") for _ in range(4)]
    listed = _finding("PUPIL_LIST", Category.IDENTIFIABLE, "list of pupils")

    assert policy.decide(Scan((listed, *found), 10), default).says.startswith("This includes a list of pupils. ")
    assert "4 pupils' names" in policy.decide(Scan(tuple(found), 10), default).says


def test_a_description_that_fits_one_person_is_one_thing() -> None:
    default = policy.load("default", policies_dir=paths.policies_dir())
    loaded = {rule.entity: rule.title for rule in rules.load(paths.rules_dir())}
    one = _finding("SINGLED_OUT", Category.IDENTIFIABLE, loaded["SINGLED_OUT"])

    assert policy.decide(Scan((one,), 10), default).says == (
        "This includes a description of one person. The model AI policy for schools (1.5) asks us to leave it out."
    )


@pytest.mark.parametrize(
    "header",
    ["Surname,Forename,Reg,SEN,Mark", "Forename,Surname,Class,SEND Status,Grade", "Surname,Forename,Form,PP,SEN"],
)
def test_headings_of_a_table_tell_nothing_of_anybody(header: str) -> None:
    view = View(f"{header}\nOsei,Ama,8B,K,34\nPell,Jonah,8B,N,41\nVarga,Lili,8C,E,29")

    assert not any(match.span.start < len(header) for matches in _bound.seen(view).values() for match in matches)


@pytest.mark.parametrize(
    "text",
    [
        "Mr Okoro is out until 14 March following his operation, arrange supply cover.",
        "Mrs Dunn lives alone and is off after a hip operation, word a card from the staff",
        "Ms Tolley was up all night with a migraine and is not in, set cover for 9B",
        "Ravi Sandhar 8T touched the bottom of the pool for the first time, word a postcard home",
        "My retirement speech, thirty years of teaching: kicked once by a Year 4, thanked by hundreds.",
        "Plan a PSHE lesson on sexting and the law on nude images of under 18s for Year 9.",
    ],
)
def test_what_worries_nobody_about_a_child_is_no_safeguarding(text: str) -> None:
    assert "SAFEGUARDING" not in _bound.seen(View(text))


@pytest.mark.parametrize(
    "text",
    [
        "Two of my form have been caught with a nude photo of a Y8. who do I tell first",
        "Word a call home: Lacey Thornbury 8T sent an explicit video of herself to a Y10 lad",
        "Ella Stanhope 9B says a boy in her form keeps touching her bottom in PE, email to head of year",
        "Kai Moss 7B slapped Ella's bum in the lunch queue, letter home",
        "A sexual picture of a year 10 is on Jude Orme 9L's phone, what next",
        "Olwen Tasker 10B stays out until gone midnight most nights, note for the file",
    ],
)
def test_sexual_images_and_touching_among_pupils_are_safeguarding(text: str) -> None:
    assert "SAFEGUARDING" in _bound.seen(View(text))


@pytest.mark.parametrize(
    "text",
    [
        "Juliet Capulet, a Year 9 girl, is excluded for fighting",
        "Tybalt is beaten by Romeo in the street.",
        "Victor Frankenstein is suspended after hitting Henry Clerval",
        "Quiz on chapter 3: Matilda's dad hits her. True or false?",
    ],
)
def test_what_befalls_the_people_of_set_texts_is_nobodys(text: str) -> None:
    assert {} == _bound.seen(View(text))


@pytest.mark.parametrize(
    "text",
    [
        "Matilda's mum rang, she says Matilda is scared to go home. note for the dsl",
        "Eva Smith told me her stepdad hits her, what do I do",
        "one of my Y9s doing Macbeth told me her stepdad hits her",
    ],
)
def test_children_who_share_a_characters_name_are_somebodys(text: str) -> None:
    assert "SAFEGUARDING" in _bound.seen(View(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A short play for tutor time, based on what happened in my form: Ellis Rudd's mum is in prison and he hit the"
         " boy who said so. I'll change the names later", "FAMILY"),
        ("First aid quiz, use our real one from Monday: Noor Haddad in 3B had a seizure in the lunch queue", "HEALTH"),
        ("Assembly, the true story of what my form did when Jess Orton lost her dad in May", "FAMILY"),
    ],
)  # fmt: skip
def test_a_lesson_about_what_did_happen_is_about_somebody(text: str, kind: str) -> None:
    assert kind in {finding.entity for finding in scan(text, OURS).findings}


@pytest.mark.parametrize(
    "text",
    [
        "Case study for INSET, it isn't a real child: Liam, Y2, flaps, bites and has an EHCP. Questions please",
        "Write a play based on a true story of a girl whose mum is in prison and who hits a boy",
    ],
)
def test_a_lesson_about_nobody_stays_one(text: str) -> None:
    assert () == scan(text, OURS).findings


@pytest.mark.parametrize(
    "text",
    [
        "Kayla Brent 6B has been sick every lunch this week, note to home",
        "Otis Payne has been crying most mornings, can you word it for 4C staff",
        "Ruby Lane 5H has had nosebleeds all week and someone else's jumper on",
    ],
)
def test_every_lunch_is_said_of_one_child(text: str) -> None:
    assert any(finding.category is Category.SENSITIVE for finding in scan(text, OURS).findings)


@pytest.mark.parametrize(
    "text",
    [
        "I am not able to recommend Colin for the post because of two complaints from parents",
        "Reference: we would not appoint Shelley again, make it sound fair",
        "Ronan will not be having his fixed term contract renewed, let him down gently",
        "Interview note: Dean Foss didn't answer the safeguarding question, second choice for the job",
    ],
)
def test_a_forename_alone_may_be_a_colleagues(text: str) -> None:
    assert "HR" in {finding.entity for finding in scan(text, rules.load(paths.rules_dir())).findings}


def test_a_recommendation_of_a_book_is_no_staffing_matter() -> None:
    text = "I can't recommend Holes to my Y8s as they've read it, what else is like it? Zoe wants a mystery"

    assert "HR" not in {finding.entity for finding in scan(text, rules.load(paths.rules_dir())).findings}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Callum Reeve 8B, dob 02.06.2013, dad left and nan cries every night", "02.06.2013"),
        ("Leo Grant 7K, his brother took the dinner off him so ring mum on 07700 900118 at home", "07700 900118"),
    ],
)
def test_a_number_beside_a_private_detail_stays_a_finding_of_its_own(text: str, kept: str) -> None:
    findings = scan(text, rules.load(paths.rules_dir())).findings

    assert kept in {text[finding.span.start : finding.span.end] for finding in findings}


@pytest.mark.parametrize(
    "text",
    [
        "Staff bulletin: our employee helpline is free. Bereaved, menopausal or caring for a parent? Ring it.",
        "Nothing to do with school: the lodge had mould in the bathroom and my lad was car sick. Complaint please",
        "A week near Tenby with my husband and two boys, one is 5 and gets car sick. Packing list please",
        "Clubs are down to 22% of girls in KS3, lower for Bangladeshi girls (9%) and those on FSM (13%). Action plan",
        "Island survival game: a nurse, a chef with a criminal past, twins aged 6. Who gets a seat in the boat?",
    ],
)
def test_what_is_said_in_general_or_at_home_is_never_held(text: str) -> None:
    assert all(finding.likelihood < Likelihood.LIKELY for finding in scan(text, OURS).findings)


@pytest.mark.parametrize(
    "text",
    [
        "Aisha Begum should put her hand up more in class.",
        "Maisie Cole never put up her hand in maths.",
        "Being shy is holding Chloe Ward back; it is holding her back in debates.",
        "Chloe Ward was in Wales, so welcome her back on Monday.",
        "Mrs Patel rang about Chloe Ward. Ring her back on Friday.",
        "We will hold her back a set. Chloe Ward stays in set 3.",
        "Ethan Moss forgot his password again.",
        "Ethan Moss forgot his PE kit.",
        "Ethan Moss had his laptop repaired.",
        "Ethan Moss needs his laptop charged.",
        "Chloe Ward must bring her laptop back on Monday.",
        "Ethan Moss left his charger at home again.",
        "Chloe Ward found her voice in debates.",
        "The technician R Desai has been informed.",
    ],
)
def test_what_everybody_does_and_owns_tells_nothing_of_anybody(text: str) -> None:
    assert not _bound.seen(View(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Lacey Thornbury 8T says he put his hand up her skirt", "SAFEGUARDING"),
        ("Ms Okoro is off with her back", "HEALTH"),
        ("Chloe Ward fell and her back is sore", "HEALTH"),
        ("Ethan Moss forgot his inhaler today", "HEALTH"),
        ("Ethan Moss uses his laptop in exams", "SEND"),
        ("Chloe Ward 8B: police have been informed about the knife", "CRIMINAL"),
        ('user 19hkhan searched for "how to run away from home" at 11:42', "SAFEGUARDING"),
        (
            "Dear Mr Pike,\n\nYou are issued with a first written warning under the school's disciplinary procedure"
            " because of your conduct.\n\nYours sincerely,\nJ Marsh\nHead of HR",
            "HR",
        ),
    ],
)
def test_the_same_words_tell_something_where_they_are_about_somebody(text: str, kind: str) -> None:
    assert kind in _bound.seen(View(text))


def test_a_post_under_a_letter_points_to_nobody() -> None:
    letter = "Dear Mr Pike,\n\nYou are dismissed for misconduct.\n\nYours sincerely,\nJ Marsh\nHead of HR"

    assert not list(singled_out.find(View(letter)))
