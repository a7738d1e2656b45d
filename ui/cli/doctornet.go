package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"parley/api"
	"parley/config"
	"parley/config/secret"
)

// skewLimit is how wrong a clock may be; it is measured to about a second.
const skewLimit = 5 * time.Second

// slowTrip is the round trip from which an inbox feels slow.
const slowTrip = 800 * time.Millisecond

// examineIntercom looks for the token and asks Intercom what it is good for.
func (a *app) examineIntercom(ctx context.Context, f *findings) {
	if a.cfgErr != nil { // the token must not go to a host that was not meant
		f.skip("connection", "it is not known which workspace is meant")
		return
	}
	found, ok := a.examineToken(ctx, f)
	if !ok {
		f.skip("connection", "Intercom is only asked with a token")
		return
	}
	c, err := a.clientFor(found.Token, api.WithTimeouts(doctorCall, doctorCall),
		api.WithSleep(func(context.Context, time.Duration) error { return errOnce }))
	if err != nil {
		f.bad(exitCode(err), "connection", sentenceOf(err), "")
		return
	}
	defer c.Close()
	examineProxy(ctx, f, c)
	ctx, cancel := context.WithTimeout(ctx, doctorNetwork)
	defer cancel()
	me, err := c.Me.Get(ctx)
	if err != nil {
		f.bad(exitCode(err), "connection", sentenceOf(err), "")
		f.skip("permissions", "Intercom did not say who this is")
		return
	}
	f.fine("connection", "%s", c.Host())
	a.examineAdmin(ctx, f, c, me)
	examinePermissions(ctx, f, c)
	a.examineTrip(ctx, f, c)
	examineAnswers(f, c)
}

// errOnce keeps a read from being tried again: doctor wants the first answer.
var errOnce = errors.New("asked once only")

// examineToken says where the token comes from.
func (a *app) examineToken(ctx context.Context, f *findings) (secret.Found, bool) {
	found, err := secret.Find(ctx, a.tokenSources())
	switch {
	case err != nil:
		f.bad(ExitUsage, "token", sentenceOf(err), "correct that place, or take the token out of it: the others are asked only then")
	case found.Token.IsZero():
		says := "there is none for the profile " + a.cfg.Profile
		if found.Keyring != nil {
			says += fmt.Sprintf("; the keyring could not be asked: %v", found.Keyring)
		}
		f.bad(ExitUnauthorized, "token", says, "run `parley login`, or set INTERCOM_TOKEN; `parley demo` needs none")
	default:
		f.fine("token", "from %s", found.From)
		if found.Keyring != nil {
			f.warn("keyring", fmt.Sprintf("it could not be asked: %v", found.Keyring), "unlock it, or keep the token in a file: parley login --to-file")
		}
		return found, true
	}
	return found, false
}

// examineProxy says what stands between here and Intercom.
func examineProxy(ctx context.Context, f *findings, c *api.Client) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.BaseURL(), nil)
	if err != nil {
		return
	}
	switch proxy, err := http.ProxyFromEnvironment(req); {
	case err != nil:
		f.bad(ExitUsage, "proxy", "the address of the proxy in the environment is none", "correct HTTPS_PROXY")
	case proxy != nil:
		f.fine("proxy", "%s", proxy.Redacted())
	default:
		f.fine("proxy", "none")
	}
}

// examineAdmin says whose the token is, and who acts.
func (a *app) examineAdmin(ctx context.Context, f *findings, c *api.Client, me *api.Admin) {
	app := api.App{}
	if me.App != nil {
		app = *me.App
	}
	f.fine("workspace", "%s", joined(" ", app.Name, parenthesised(app.IDCode)))
	if where := a.otherRegion(app.Region); where != "" {
		f.warn("region", strings.ToUpper(app.Region)+": requests take a detour through another region", where)
	} else {
		f.fine("region", "%s", strings.ToUpper(app.Region))
	}
	id := me.ID
	if a.cfg.AdminID != "" {
		id = api.ID(a.cfg.AdminID)
	}
	admins, err := c.Admins.List(ctx)
	if err != nil {
		f.bad(exitCode(err), "admin", "the teammates could not be read: "+sentenceOf(err), "")
		return
	}
	i := slices.IndexFunc(admins, func(x api.Admin) bool { return x.ID == id })
	switch {
	case i < 0 && a.cfg.AdminID != "":
		f.bad(ExitUsage, "admin", "no teammate of the workspace has the id "+string(id), "correct "+a.cfg.From(config.KeyAdmin))
	case i < 0:
		f.warn("admin", fmt.Sprintf("%s (%s) is not among the teammates", me.Name, id), "name the one who acts: admin = 'ID' in the configuration")
	case !admins[i].HasInboxSeat:
		f.warn("admin", fmt.Sprintf("%s (%s) has no inbox seat: replies and actions may be refused", admins[i].Name, id),
			"give the seat in Intercom's settings, or name a teammate who has one: admin = 'ID'")
	default:
		f.fine("admin", "%s (%s), with an inbox seat", admins[i].Name, id)
	}
}

// otherRegion says what to write where the workspace is in another region
// than requests go to.
func (a *app) otherRegion(region string) string {
	have := a.cfg.Region
	if have == "" {
		have = "us"
	}
	region = strings.ToLower(region)
	if a.cfg.BaseURL != "" || !slices.ContainsFunc(api.Regions(), func(r string) bool { return strings.HasPrefix(region, r) }) || strings.HasPrefix(region, have) {
		return ""
	}
	where := "at the top of"
	if a.cfg.Profile != config.DefaultProfile {
		where = "below [profile." + a.cfg.Profile + "] in"
	}
	return fmt.Sprintf("write region = '%s' %s %s", region[:2], where, a.cfg.Path)
}

// probe is a read that tells whether a permission is there.
type probe struct {
	name   string
	needed bool // without it there is no inbox
	read   func(context.Context, *api.Client) error
}

var probes = []probe{
	{"conversations", true, func(ctx context.Context, c *api.Client) error {
		_, err := c.Conversations.List(ctx, &api.ListOptions{PerPage: 1})
		return err
	}},
	{"contacts", true, func(ctx context.Context, c *api.Client) error {
		_, err := c.Contacts.List(ctx, &api.ListOptions{PerPage: 1})
		return err
	}},
	{"tags", false, func(ctx context.Context, c *api.Client) error { _, err := c.Tags.List(ctx); return err }},
	{"teams", false, func(ctx context.Context, c *api.Client) error { _, err := c.Teams.List(ctx); return err }},
	{"macros", false, func(ctx context.Context, c *api.Client) error { _, err := c.Macros.List(ctx, nil); return err }},
}

// examinePermissions reads a little of everything.
func examinePermissions(ctx context.Context, f *findings, c *api.Client) {
	errs := make([]error, len(probes))
	var g sync.WaitGroup
	for i, p := range probes {
		g.Go(func() { errs[i] = p.read(ctx, c) })
	}
	g.Wait()
	var can []string
	for i, p := range probes {
		switch {
		case errs[i] == nil:
			can = append(can, p.name)
		case errors.Is(errs[i], api.ErrMacrosUnavailable):
			f.skip("permissions", "Intercom's macros cannot be read by its API here; those of your own can be used")
		case p.needed:
			f.bad(exitCode(errs[i]), "permissions", "reading "+p.name+": "+sentenceOf(errs[i]), "")
		default:
			f.warn("permissions", "reading "+p.name+": "+sentenceOf(errs[i]), "")
		}
	}
	if len(can) > 0 {
		f.fine("permissions", "can read %s", strings.Join(can, ", "))
	}
	f.skip("permissions", "writing conversations and tags, and reading tickets, cannot be tried without doing it: "+
		"see the app's permissions in the Developer Hub")
}

// trips is how many round trips are measured; one that is slow by chance does
// not count.
const trips = 5

// examineTrip measures requests over a connection that is there already.
func (a *app) examineTrip(ctx context.Context, f *findings, c *api.Client) {
	var took []time.Duration
	for range trips {
		began := time.Now()
		if _, err := c.Me.Get(ctx); err != nil {
			f.warn("round trip", "a request went unanswered: "+sentenceOf(err), "")
			return
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	says := fmt.Sprintf("%s (%s to %s) for a request", millis(took[trips/2]), millis(took[0]), millis(took[trips-1]))
	if took[trips/2] > slowTrip {
		f.warn("round trip", says, "the inbox reads ahead and stays quick; what is sent and refreshed takes so long")
		return
	}
	f.fine("round trip", "%s", says)
}

// millis says how long something short took.
func millis(d time.Duration) string {
	if d < time.Millisecond {
		return "under 1 ms"
	}
	return fmt.Sprintf("%d ms", d.Milliseconds())
}

// examineAnswers looks at what the answers said beside their content.
func examineAnswers(f *findings, c *api.Client) {
	switch asked, served := c.Version(), c.ServedVersion(); {
	case served != "" && served != asked:
		f.warn("API version", fmt.Sprintf("%s was asked for, and %s is in force", asked, served),
			"set api_version = '"+string(served)+"', or the app's version in the Developer Hub")
	case asked.Warning() != "":
		f.warn("API version", asked.Warning(), "take the setting api_version away: "+string(api.DefaultVersion)+" is what Parley is made for")
	case served == "":
		f.fine("API version", "%s was asked for; the answers do not name theirs", asked)
	default:
		f.fine("API version", "%s", asked)
	}
	switch l := c.RateLimit(); {
	case !l.Known:
		f.skip("rate limit", "the answers do not name it")
	case l.Remaining < l.Limit/5:
		f.warn("rate limit", fmt.Sprintf("%d of %d requests are left for these ten seconds", l.Remaining, l.Limit),
			"another program of the workspace uses it up; Parley waits where it must")
	default:
		f.fine("rate limit", "%d of %d requests are left for these ten seconds", l.Remaining, l.Limit)
	}
	switch skew, known := c.ClockSkew(); {
	case !known:
		f.skip("clock", "the answers carry no date")
	case skew.Abs() > skewLimit:
		f.warn("clock", fmt.Sprintf("this computer's is %s %s Intercom's", skew.Abs().Round(time.Second), behind(skew)),
			"let the system set it from the network (NTP)")
	default:
		f.fine("clock", "agrees with Intercom's")
	}
}

// behind says which way a clock is wrong.
func behind(skew time.Duration) string {
	if skew > 0 {
		return "behind"
	}
	return "ahead of"
}
