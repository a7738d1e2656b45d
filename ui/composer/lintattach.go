package composer

import (
	"regexp"
	"strings"
)

// offered are phrases by which a writer says that something comes along, in
// the languages that inboxes see most.
var offered = regexp.MustCompile(`(?i)` + strings.Join([]string{
	// English
	`\b(?:i|we)(?:['’]ve|\s+have)?\s+(?:also\s+|just\s+|now\s+)?(?:attach|attached|enclose|enclosed)\b`,
	`\b(?:i|we)(?:['’]m|['’]re|\s+am|\s+are)\s+(?:also\s+)?(?:attaching|enclosing)\b`,
	`\b(?:see|find|is|are|have)\s+(?:the\s+)?(?:\w+\s+){0,3}(?:attached|enclosed)\b`,
	`\b(?:the|our)\s+attached\b`, `\battached\s+(?:is|are|you|please|here|below|herewith|find)\b`,
	`\b(?:in|see|with|open|as)\s+(?:the|an)\s+attachments?\b`, `\(attached\)`, `\battached\s*[.!:]?\s*$`,
	// German
	`\b(?:im|in der|siehe)\s+(?:anhang|anlage)\b`, `\banbei\b`, `\b(?:habe|haben)\b.{0,80}\b(?:angehängt|beigefügt)`, `\bfüge\b.{0,60}\bbei\b`, `\bals anhang\b`,
	// French
	`\bci-joint(?:e|s|es)?\b`, `\b(?:en|dans la)\s+pi[èe]ce\s+jointe\b`, `\ben\s+pj\b`, `\bje\s+joins\b`,
	// Spanish
	`\b(?:te|le|les|os)?\s*adjunto\s+(?:el|la|los|las|un|una|te|le|encontrar|env[ií]o)\b`, `\badjuntamos\b`, `\b(?:he|hemos)\s+adjuntado\b`,
	`\ben el (?:archivo |documento )?adjunto\b`,
	// Portuguese
	`\bem\s+anexo\b`, `\bsegue(?:m)?\s+(?:em\s+)?anex[oa]s?\b`, `\banex(?:ei|amos)\b`, `\banexo\s+(?:o|a|os|as|um|uma)\s`,
	// Italian, Dutch
	`\b(?:in|ti|le|vi)\s+allegato\b`, `\ballego\b`, `\bho\s+allegato\b`, `\bbijgevoegd\b`, `\b(?:in|als)\s+(?:de\s+)?bijlage\b`,
	// Japanese, Chinese
	`添付(?:します|しました|いたします|いたしました|のファイル|ファイルを(?:ご確認|ご覧))`, `(?:请|請)?(?:见|見|查收)附件`, `附上`, `随附`,
}, "|"))

// theirs are phrases about what the other side attached or is to attach, and
// about attaching in another sense.
var theirs = regexp.MustCompile(`(?i)` + strings.Join([]string{
	`\byou(?:['’]ve|\s+have)?\s+(?:\w+\s+)?(?:attach|enclosed)`, `\byour\s+(?:\w+\s+)?attach`,
	`\battached\s+to\s+(?:your|the|an?|our|this|that|it)\s+(?:\w+\s+)?(?:account|profile|ticket|order|user|plan|workspace|conversation|contact|device|card|subscription)`,
	`\b(?:could|can|would|will|please)\s+(?:you\s+)?(?:\w+\s+)?attach\b`, `\b(?:no|without|any|cannot|can['’]t|n['’]t|not)\b.{0,24}\battach`,
	`\bif\b.{0,40}\battach`, `\b(?:ihre?[mnrs]?|deine?[mnrs]?)\s+(?:anhang|anlage)\b`, `\bvotre\b.{0,12}jointe`, `\b(?:su|tu)\s+(?:archivo\s+)?adjunto`, `\bseu\s+anexo`,
	`\buw\s+bijlage`, `添付(?:してください|いただ)`, `(?:您|你)(?:的)?附件`,
}, "|"))

// stems are what a sentence must hold in lower case to be worth the search.
var stems = []string{
	"attach", "enclos", "anhang", "anlage", "anbei", "angehängt", "beigefügt", "füge", "joint", " pj", "joins", "adjunt", "anex", "alleg",
	"bijgevoegd", "bijlage", "添付", "附",
}

// attachment warns where a text says that something comes along, and nothing
// does. A link in the sentence may be what was meant.
func (l *linter) attachment() {
	if l.in.Attachments > 0 || !holdsAny(strings.ToLower(l.prose), stems) {
		return
	}
	for s := range strings.FieldsFuncSeq(sentenceEnds.ReplaceAllString(unquoted(l.prose), "$1\x00"), func(r rune) bool { return r == 0 }) {
		s = strings.TrimSpace(s)
		if holdsAny(strings.ToLower(s), stems) && offered.MatchString(s) && !theirs.MatchString(s) && !strings.Contains(s, "://") {
			l.warnf("It speaks of an attachment, and nothing is attached.")
			return
		}
	}
}

var sentenceEnds = regexp.MustCompile(`([.!?]\s|[。！？\n])`)

// unquoted returns a text without the lines that quote somebody.
func unquoted(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(strings.TrimSpace(line), ">") {
			out.WriteString(line)
		}
	}
	return out.String()
}
