"""What people are called beside their names: offices, private roles, and the words that void an office.

The difference decides whether somebody's words are a party's position or an assessment: a minister
speaks for a state, an analyst for nobody.
"""

from __future__ import annotations

from ripeness.claims.lexicon import word_set

TITLES_MALE = word_set(
    """
    mr mr. sir lord king prince sheikh sultan emir baron duke father brother margrave landgrave khan shah doge archduke
    tsar czar emperor count earl marquis viscount abbot elector dom
    """
)
TITLES_FEMALE = word_set("ms ms. mrs mrs. miss lady queen princess dame baroness sister countess mistress abbess")
TITLES = (
    TITLES_MALE
    | TITLES_FEMALE
    | word_set(
        """
    mx mx. dr dr. gen gen. general sen sen. senator rep rep. representative congressman congresswoman gov gov.
    governor col col. colonel lt lt. lieutenant capt capt. captain sgt sgt. sergeant maj maj. major prof prof.
    professor rev rev. reverend adm adm. admiral brig brig. brigadier marshal commander president premier
    chancellor minister secretary ambassador envoy spokesman spokeswoman spokesperson chairman chairwoman
    judge justice mayor pope archbishop bishop cardinal imam ayatollah rabbi mullah pres. amb. hon. cmdr.
    commissioner director speaker leader commodore warden comandante subcomandante sayyid maulana hajji monsignor
    burgomaster syndic pensionary h.e.
    """
    )
)

# Offices that speak for the state or body they belong to.
OFFICES = word_set(
    """
    president vice-president premier minister ministers chancellor king queen prince princess emir sultan
    monarch ambassador ambassadors envoy envoys negotiator negotiators mediator mediators delegate delegates
    spokesman spokeswoman spokesperson spokespeople spokesmen official officials officers diplomat diplomats
    general generals admiral colonel commander commanders lieutenant brigadier marshal sergeant officer
    attaché attache lawmaker lawmakers senator congressman congresswoman parliamentarian deputy legislator
    leader leaders ruler dictator representative representatives secretary undersecretary secretary-general
    commissioner chief head chairman chairwoman chairperson chair vice-chairman director adviser advisor
    advisers advisors aide aides strongman warlord emissary interlocutor speaker member members counsel consul
    duke duchess margrave landgrave khan shah doge archduke tsar czar emperor empress commodore vizier regent
    rep. sen. gen. col. adm. amb. counsellor fighter fighters coordinator coordinators counterpart counterparts
    comandante subcomandante elector abbot syndic burgomaster pensionary stadtholder regent herald commandant
    """
)
# Offices that only speak for a party if the institution beside them is public (or is the party).
CONDITIONAL = word_set(
    """
    chief head chairman chairwoman chairperson chair vice-chairman director member members secretary
    commissioner adviser advisor advisers advisors aide aides representative representatives leader leaders
    speaker officer deputy counsel spokesman spokeswoman spokesperson spokespeople spokesmen president
    official officials coordinator coordinators
    """
)
# Ranks that are offices only with a capital, before a name: 'Captain Orsel', not 'a major port'.
RANKS = word_set("captain capt. capt major maj. maj lt. lt cmdr. count earl baron marquis viscount")
# Institutions that speak for the state or body they belong to.
INSTITUTIONS = word_set(
    """
    government governments ministry ministries administration presidency parliament senate congress cabinet
    army military navy authorities embassy mission delegation office council committee agency service
    department assembly court leadership side command staff team forces police junta regime secretariat state
    party envoys rebels movement front militia fighters insurgents guerrillas troops commission intelligence
    duma treasury chancellery politburo coalition admiralty fleet squadron premiership crown throne palace chancery
    high-command directorate corps
    """
)
PRIVATE = word_set(
    """
    analyst analysts expert experts academic academics professor fellow fellows researcher researchers scholar
    scholars scientist scientists author authors writer writers creator blogger bloggers host presenter anchor
    journalist journalists reporter reporters correspondent correspondents editor editors columnist
    commentator historian economist economists lecturer lawyer attorney activist activists campaigner
    consultant strategist executive trader traders investor businessman businesswoman resident residents
    villager villagers farmer farmers nurse doctor teacher student students driver shopkeeper worker workers
    survivor witness witnesses mother father widow wife husband daughter brother sister cousin nephew niece
    pollster pundit personality observer observers critic
    critics source sources person people individual individuals dissident priest singer player coach founder
    entrepreneur owner manager ceo newspaper magazine daily outlet broadcaster website paper tabloid
    publication article headline editorial watchdog charity union psychologist sociologist philosopher
    specialist watcher veteran engineer fisherman fishermen miner miners refugee refugees protester protesters
    demonstrators voter voters relative relatives
    """
)
# Of these, what is written or run by people but is no person: 'it', never 'he' or 'she'.
IMPERSONAL = word_set(
    """
    newspaper magazine daily outlet broadcaster website paper tabloid publication article headline editorial
    watchdog charity union
    """
)
VOIDING = word_set(
    """
    former formerly ex retired late onetime one-time erstwhile exiled ousted opposition dissident deposed
    ex-president ex-minister ex-general ex-official ex-diplomat ex-spokesman ex-spokeswoman ex-ambassador
    ex-commander previously disgraced mayor mayors governor governors regional provincial municipal
    pro-government
    """
)
# Words that make an organisation a private one, whatever state its name mentions.
PRIVATE_ORGANISATIONS = word_set(
    """
    center centre institute institution university college school foundation corporation company corp inc ltd
    society association fund tank watch amnesty bank group chamber club bureau times post herald independent
    journal tribune daily news gazette guardian observer today ledger telegraph mail review chronicle examiner
    tv radio broadcasting reuters press standard mirror star sun courier bulletin monitor inquirer dispatch
    sentinel globe register airlines motors industries hospital museum church academy lab laboratory project
    initiative forum network union unions business businesses firm bell argus echo messenger mercury record
    voice world
    """
)
OUTLETS = word_set(
    """
    times post herald independent journal tribune daily news gazette guardian observer today ledger telegraph
    mail review chronicle examiner tv radio broadcasting reuters press standard mirror star sun courier
    bulletin monitor inquirer dispatch sentinel globe register broadcaster newspaper magazine network bell
    argus echo messenger mercury
    """
)
PLURAL_HEADS = word_set(
    """
    officials analysts experts diplomats critics observers sources ministers leaders negotiators rebels
    lawmakers authorities forces people residents scholars academics advisers aides spokesmen representatives
    generals
    """
)
ROLES = OFFICES | INSTITUTIONS | PRIVATE | TITLES
# Words that turn a run of capitals into an organisation rather than a person.
ORGANISATION_WORDS = (
    PRIVATE_ORGANISATIONS
    | OUTLETS
    | word_set(
        """
    ministry council committee commission department agency party front army movement forces brigade brigades
    militia resistance coalition guard guards command
    parliament congress senate court house assembly organization organisation authority union league alliance
    office conference summit agreement accord treaty act region province district city county state states
    island islands sea river valley mountains street square palace airport day war avenue republic kingdom
    studies affairs relations research sciences economics
    federation republicans democrats administration cup games strip bank coast gulf ocean bay cape hall
    service
    """
    )
)
