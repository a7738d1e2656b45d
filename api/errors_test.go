package api_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"parley/api"
)

func TestErrorBodies(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		status  int
		headers map[string]string
		body    string
		want    api.Error // what is compared
		is      error
		text    string
	}{
		{
			name: "the reply page's 401", status: 401,
			body: `{"type":"error.list","request_id":"b7b53b82","errors":[{"code":"unauthorized","message":"Access Token Invalid"}]}`,
			want: api.Error{Codes: []string{"unauthorized"}, Message: "Access Token Invalid", RequestID: "b7b53b82"},
			is:   api.ErrUnauthorized, text: "GET /conversations/12: 401 unauthorized: Access Token Invalid",
		},
		{
			name: "several errors, the second with a field", status: 422,
			body: `{"type":"error.list","errors":[{"code":"parameter_invalid"},{"code":"INVALID_PARAMETER","message":"no","field":"name"}]}`,
			want: api.Error{Codes: []string{"parameter_invalid", "INVALID_PARAMETER"}, Message: "no", Field: "name"},
			text: "GET /conversations/12: 422 parameter_invalid: no",
		},
		{
			name: "type in place of code, ids of the wrong type", status: 404, headers: map[string]string{"X-Request-Id": "hdr"},
			body: `{"type":"error.list","request_id":5,"errors":[{"type":"not_found","message":7,"field":{}}]}`,
			want: api.Error{Codes: []string{"not_found"}, RequestID: "hdr"},
			is:   api.ErrNotFound, text: "GET /conversations/12: 404 not_found",
		},
		{
			name: "a page of the load balancer", status: 403, body: "<html>\n<h1>403 Forbidden</h1>\x1b[2J</html>",
			want: api.Error{Body: "<html> <h1>403 Forbidden</h1>␛[2J</html>"},
			is:   api.ErrForbidden, text: "GET /conversations/12: 403 Forbidden (a web page, not an answer of the API)",
		},
		{name: "nothing", status: 401, is: api.ErrUnauthorized, text: "GET /conversations/12: 401 Unauthorized"},
		{
			name: "cut", status: 404, body: `{"type":"error.list","errors":[{"code":"not_`,
			want: api.Error{Body: `{"type":"error.list","errors":[{"code":"not_`},
			is:   api.ErrNotFound, text: "GET /conversations/12: 404 Not Found",
		},
		{name: "null errors", status: 400, body: `{"errors":null}`, want: api.Error{Body: `{"errors":null}`}, text: "GET /conversations/12: 400 Bad Request"},
		{
			name: "hostile words and the token", status: 400,
			body: `{"errors":[{"code":"x\u001b]52;c;AA\u0007","message":"you sent tok_secret_4711\nok\u202e"}]}`,
			want: api.Error{Codes: []string{"x␛]52;c;AA␇"}, Message: "you sent [redacted] ok<202E>"},
			text: "GET /conversations/12: 400 x␛]52;c;AA␇: you sent [redacted] ok<202E>",
		},
		{
			name: "a plan", status: 403, body: errorList("api_plan_restricted", "Active subscription needed."),
			want: api.Error{Codes: []string{"api_plan_restricted"}, Message: "Active subscription needed.", RequestID: "req-1"},
			is:   api.ErrPlan, text: "GET /conversations/12: 403 api_plan_restricted: Active subscription needed.",
		},
		{
			name: "a merged contact", status: 410, body: errorList("contact_merged", "Merged"), headers: map[string]string{"Link": `<https://api.intercom.io/contacts/66aa?x=1>; rel="successor-version"`},
			want: api.Error{Codes: []string{"contact_merged"}, Message: "Merged", RequestID: "req-1", MergedInto: "66aa"},
			is:   api.ErrGone, text: "GET /conversations/12: 410 contact_merged: Merged",
		},
		{
			name: "a version", status: 400, body: errorList("intercom_version_invalid", "The requested version could not be found"),
			want: api.Error{Codes: []string{"intercom_version_invalid"}, Message: "The requested version could not be found", RequestID: "req-1"},
			is:   api.ErrVersionInvalid, text: "GET /conversations/12: 400 intercom_version_invalid: The requested version could not be found",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, getIt(exchange{status: tt.status, headers: tt.headers, answer: tt.body}))
			_, err := s.client().Conversations.Get(t.Context(), "12", nil)
			got, ok := asType[*api.Error](err)
			if !ok {
				t.Fatalf("%T is no *Error: %v", err, err)
			}
			same := fmt.Sprint(got.Codes, got.Message, got.Field, got.RequestID, got.Body, got.MergedInto) ==
				fmt.Sprint(tt.want.Codes, tt.want.Message, tt.want.Field, tt.want.RequestID, tt.want.Body, tt.want.MergedInto)
			if !same || got.Status != tt.status {
				t.Errorf("got %+v\nwant %+v", *got, tt.want)
			}
			if err.Error() != tt.text {
				t.Errorf("got  %q\nwant %q", err, tt.text)
			}
			if tt.is != nil && !errors.Is(err, tt.is) {
				t.Errorf("it is not %v", tt.is)
			}
			harmless(t, err.Error(), api.Sentence(err), got.Body)
			noToken(t, fmt.Sprintf("%+v", *got))
		})
	}
}

func TestSentence(t *testing.T) {
	t.Parallel()
	const host = "api.intercom.io"
	at := time.Date(2026, 1, 2, 15, 4, 5, 0, time.Local)
	tests := []struct {
		err  error
		kind api.ErrorKind
		want string
	}{
		{nil, api.KindNone, ""},
		{
			&api.Error{Host: host, Status: 401, Codes: []string{"unauthorized"}, Message: "Access Token Invalid"}, api.KindUnauthorized,
			"Token rejected by api.intercom.io (Access Token Invalid). Run `parley login` or set INTERCOM_TOKEN; check that region or base URL are the workspace's.",
		},
		{
			&api.Error{Host: host, Status: 403, Codes: []string{"api_plan_restricted"}, Message: "Active subscription needed."}, api.KindForbidden,
			"The workspace's plan does not include this: Active subscription needed. Ask the workspace's owner, or use another workspace's token.",
		},
		{
			&api.Error{Host: host, Status: 403, Codes: []string{"forbidden"}}, api.KindForbidden,
			"This token may not do that: forbidden. Give the app the permission in Intercom's Developer Hub, or use another token.",
		},
		{
			&api.Error{Host: host, Status: 403, Body: "<html>"}, api.KindForbidden,
			"api.intercom.io blocked the request before it reached the API. Check the network, proxy or VPN, and try again.",
		},
		{
			&api.Error{Host: host, Status: 404, Codes: []string{"not_found"}, Message: "Resource Not Found"}, api.KindNotFound,
			"Not found: Resource Not Found. Check the id; it may be deleted, merged, or a ticket that this token may not see.",
		},
		{
			&api.Error{Status: 409, Message: "Multiple existing users match this email address"}, api.KindFailed,
			"More than one contact fits: Multiple existing users match this email address. Name the contact by its Intercom id.",
		},
		{&api.Error{Status: 410, MergedInto: "66aa"}, api.KindNotFound, "That contact was merged into 66aa. Use that id instead."},
		{&api.Error{Status: 410}, api.KindNotFound, "That was merged into another and is gone. Search for it by name or address."},
		{&api.Error{Status: 429, RetryAt: at}, api.KindRateLimited, "Intercom's rate limit is reached. It opens again at 15:04:05."},
		{&api.RateLimitError{}, api.KindRateLimited, "Intercom's rate limit is reached. Wait a few seconds and try again."},
		{
			&api.Error{Host: host, Status: 400, Codes: []string{"intercom_version_invalid"}, Message: "No such version"}, api.KindConfig,
			"api.intercom.io refused the API version: No such version. Choose another with --api-version.",
		},
		{
			&api.Error{Host: host, Status: 302, Location: "https://elsewhere.example/"}, api.KindConfig,
			"api.intercom.io sends us elsewhere (https://elsewhere.example/), and a token is not taken along. Set the region or base URL to the right address.",
		},
		{
			&api.Error{Host: host, Status: 422, Codes: []string{"parameter_invalid"}, Message: "no", Field: "body"}, api.KindFailed,
			"Intercom refused it: no (body). Change it and try again.",
		},
		{
			&api.Error{Host: host, Status: 502}, api.KindUnknownSent,
			"api.intercom.io answered 502 Bad Gateway, so it is not known whether this was accepted. Look at the conversation before sending it again.",
		},
		{
			&api.PostedError{Host: host, Status: 200, Err: errors.New("cut")}, api.KindPosted,
			"api.intercom.io accepted it, but its answer did not arrive whole. Refresh to see the result; do not send it again.",
		},
		{
			&api.NetworkError{Host: host, Sent: api.Unknown, Err: context.DeadlineExceeded}, api.KindUnknownSent,
			"It is not known whether api.intercom.io accepted this: no answer in time. Look at the conversation before sending it again.",
		},
		{
			&api.NetworkError{Host: host, Sent: api.NotPosted, Err: &net.DNSError{IsNotFound: true}}, api.KindNetwork,
			"Cannot reach api.intercom.io: there is no host of that name. Check the network and the base URL, then try again.",
		},
		{&api.NetworkError{Host: host, Sent: api.NotPosted, Err: context.Canceled}, api.KindCanceled, "Cancelled."},
		{&api.FieldError{Field: "attachment_files[3].name", Problem: "is empty"}, api.KindConfig, "attachment_files[3].name: is empty."},
		{
			&api.VersionError{Feature: api.FeatureMacros, Version: "2.9"}, api.KindConfig,
			"API version 2.16 or later is needed for macros, and 2.9 is selected. Select it with --api-version or in the configuration.",
		},
		{fmt.Errorf("read the list: %w", errors.New("disk\x1b on fire.")), api.KindFailed, "Read the list: disk␛ on fire."},
	}
	for _, tt := range tests {
		for _, err := range []error{tt.err, wrap(tt.err)} {
			if got := api.Kind(err); got != tt.kind {
				t.Errorf("%v: kind %v, want %v", err, got, tt.kind)
			}
		}
		if got := api.Sentence(tt.err); got != tt.want {
			t.Errorf("got  %q\nwant %q", got, tt.want)
		}
	}
}

func wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("doing something: %w", err)
}

func TestSentenceOfReads(t *testing.T) {
	t.Parallel()
	const notIntercom = "answered with something that is not Intercom's API. Check the base URL, and whether the network wants a sign-in."
	for _, tt := range []struct {
		status       int
		answer, want string
	}{
		{500, "", "has a problem (500 Internal Server Error). Try again in a minute; Intercom's status page tells more."},
		{200, "<html>Sign in", notIntercom},
		{200, `{"type":"conversation"`, notIntercom},
		{200, `[]`, notIntercom},
		{200, `{}`, notIntercom},
	} {
		srv := newRawServer(t, func(c net.Conn) { say(c, tt.status, tt.answer, 0) })
		_, err := newClient(t, srv.url()).Conversations.Get(t.Context(), "12", nil)
		if got := api.Sentence(err); !strings.HasSuffix(got, tt.want) {
			t.Errorf("got %q, want %q", got, tt.want)
		}
		if api.FateOf(err) != api.NotPosted {
			t.Errorf("fate is %v", api.FateOf(err))
		}
	}
}

func TestMacrosDegrade(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusBadRequest, http.StatusNotFound} {
		s := newServer(t, exchange{method: "GET", path: "/macros", version: "2.16", status: status, answer: errorList("intercom_version_invalid", "x")})
		if _, err := s.client().Macros.List(t.Context(), nil); !errors.Is(err, api.ErrMacrosUnavailable) {
			t.Errorf("%d: %v", status, err)
		}
	}
	s := newServer(t, exchange{method: "GET", path: "/macros/9", version: "2.16", status: 404})
	if _, err := s.client().Macros.Get(t.Context(), "9"); errors.Is(err, api.ErrMacrosUnavailable) || !errors.Is(err, api.ErrNotFound) {
		t.Errorf("a macro that is not there: %v", err)
	}
	s = newServer(t, exchange{method: "GET", path: "/macros", version: "2.16", status: 401})
	for _, err := range s.client().Macros.ListAll(t.Context(), nil) {
		if errors.Is(err, api.ErrMacrosUnavailable) || !errors.Is(err, api.ErrUnauthorized) {
			t.Errorf("a bad token: %v", err)
		}
	}
}

func TestDetails(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("reply: %w", &api.Error{Status: 422, Codes: []string{"parameter_invalid"}, Field: "body", RequestID: "ab\x1b1"})
	if got := api.Details(err); got != "422 · parameter_invalid · field body · request ab␛1" {
		t.Errorf("Details = %q", got)
	}
	if got := api.Details(errors.New("no answer")); got != "" {
		t.Errorf("Details of no answer = %q", got)
	}
}
