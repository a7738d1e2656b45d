package mask

import "strings"

func set(words ...string) map[string]bool {
	out := map[string]bool{}
	for _, w := range words {
		for f := range strings.FieldsSeq(w) {
			out[f] = true
		}
	}
	return out
}

// particles are parts of names that tell nothing.
var particles = set(`a al am an and at ben bin bint da das de del della den der des di do dos du e el en fitz ibn la las le les
	lo los mac mc of og och san santa st the ter und van ve vom von vor y zu zum zur
	mr mrs ms miss dr prof sir jr sr herr frau mme madame monsieur senhor senhora don dona`)

// common are names that are words as well. In text they count as names where
// they are capitalised; on a drawn line, where "Mark" may be a verb of ours,
// only as part of a whole name.
var common = set(`abbey able alba amber amity angel ankle answer april arch art ash aspen august autumn bailey baker bank banks
	barber bark barn bay beach bean bear beau bee bell berry best bill birch bird bishop black blessing bliss block bloom blossom
	blue boat bond book booth bow bowl box boy brand branch breeze brick bridge bright brook brooks brown buck bull burn bush
	butler candy cane card carol carpenter carter case cash castle champion chance chapel charity charm chase cherry chip church
	clay clear click close cloud clove coal coast cole cook cool cooper coral core corn cotton country court craft crane cross
	crow crown crystal cue dale dame dash dawn day deal dean deer desire dick dove drake draw dream drew duke dusk dust earl early
	earth east echo eden elder ember ever exchange fair fairy faith fall farmer fawn fence fern field fields finch fine finish fire
	first fish fisher fleet flint flower flowers ford forest forge fort foster fountain fox frank free fresh frost gale gallant
	garden garland gay gem gene ginger glass glen glory gold golden good goose grace grand grant grass gray great green grey grove
	guest guide guy hall hand harbor harbour hardy harmony harp hart harvest haven hawk hay hazel head heart heath heather hedge
	henna hill hills holiday holly holm home honey honor hood hook hope horn house hunt hunter ice iris iron island ivory ivy jack
	jade jasmine jay jean jet jewel job john jolly joy judge july june just kale keen key kid kind king kite knight lace lad lady
	lake lamb lamp land lane large lark last laurel law lawn lea leaf league lee left legend leo light like lily lime line link lion
	list little live lock lodge long lord lot lotus love low loyal luck lucky lux magic maid mail main major mallow man manor maple
	march mark market marsh marshal mason master match max may meadow mercy merry merit mick mild mile miles mill miller mills mine
	mint miss moon moor moore more morning moss mount mountain mouse myrtle name new nick night noble noon norm north note nova oak
	oasis ocean old olive only open opal order page paige pain palm paris park parker parks part pat patience peace peach pearl penny
	pepper piece pierce pike pine piper pitt place plant plum pool poppy port porter post potter pound power powers precious press
	price pride prime prince prior priest promise prosper pure purple queen quick quill quince rain rainbow ranger raven ray read
	ready red reed reef reply rhyme rice rich ridge right ring rise river rivers rob robin rock rod roman roof root rope rose rosemary
	round ruby rush rust rye sable saffron sage sail saint sand sandy savage savior school score scout sea search season send set
	shade shadow sharp shaw shed shell shepherd shine ship shore short show silk silver singer skip sky slate sloan slow small smart
	smith snow solid song sorrel south spark sparrow spear spice spring square stack star steel stella sterling stone storm story
	strange street strong style sue sugar summer summers sun sunny swan sweet swift sword table tag take tanner taylor team teal temple
	terrace test thorn tiger time tom top towers town trace tree trim true trust turner valley van velvet view vine viola violet vision
	wade wait walker wall walls ward warden waters way weaver webb weeks well wells west whale wheat white wild will willow wills wind
	winter wise wish wolf wonder wood woods word work works wren wright yard year york young zest zip
	bo don ed hal jo kay ken les lou mo ned pam peg ron roy sal sam ted tim val vic
	company customer nursery studio group global digital media service services solutions systems international express online
	central national city general house store shop design partners consulting logistics foods energy health software technologies
	analytics schools labs hotel hotels restaurant restaurants bakery coffee brewery farm farms gallery library clinic dental
	sol mar era das als bei mit und her die der das von fin plus mais para como pour avec dans`)

// forms are what companies are in law: they tell nothing.
var forms = set("ab ag aps as bv co company corp corporation gbr gmbh inc kg lda limited llc llp ltd nv oy plc pte pty pvt sa sarl sas se sl spa srl ug")

// providers are hosts that many people share.
var providers = set(`example gmail googlemail google outlook hotmail live msn yahoo ymail rocketmail icloud apple proton protonmail
	tutanota gmx mail aol yandex fastmail hey zoho t-online online orange free libero wanadoo sapo comcast verizon naver daum
	seznam posteo mailbox intercom intercom-mail qq foxmail sina sohu laposte bluewin telenet skynet
	amazonaws github gitlab zendesk slack stripe paypal shopify hubspot salesforce`)

// secondLevel are labels in front of a country that nobody owns.
var secondLevel = set("co com org net ac gov edu ne or go gob gov id in")

// greeted are who is greeted without being anybody.
var greeted = set(`all there team everyone everybody folks support friends sir madam guys both again you so much the a to for from my our
	regards wishes kind kindly best and in advance i we it that this your very hello hi dear zusammen todos equipa tous alle allerseits`)
