package api_test

import (
	"context"
	"fmt"
	"testing"

	"parley/api"
)

// oneCall makes one call and describes what came back, for comparison.
type oneCall func(ctx context.Context, c *api.Client) (string, error)

// callTest is one call, the one request it must make, and what it returns.
type callTest struct {
	name    string
	version api.Version
	want    exchange
	do      oneCall
	result  string
}

func runCalls(t *testing.T, tests []callTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var opts []api.Option
			if tt.version != "" {
				opts = append(opts, api.WithVersion(tt.version))
				if tt.want.version == "" {
					tt.want.version = string(tt.version)
				}
			}
			got, err := tt.do(t.Context(), newServer(t, tt.want).client(opts...))
			if err != nil {
				t.Fatal(err)
			}
			if got != tt.result {
				t.Errorf("got %q, want %q", got, tt.result)
			}
		})
	}
}

// Answers that several calls share.
const (
	whole     = "215470000123456 open parts=2"
	adminJSON = `{"type":"admin","id":"41","name":"Ana O&#39;Neill","team_ids":[7],"has_inbox_seat":true,"away_mode_enabled":true}`
	tagJSON   = `{"type":"tag","id":105,"name":"R&amp;D","applied_at":1717025488,"applied_by":{"type":"admin","id":41}}`
)

func conv(c *api.Conversation, err error) (string, error) {
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s %s parts=%d", c.ID, c.State, len(c.Parts.Items)), nil
}

func items[T any](list []T, err error) (string, error) { return fmt.Sprintf("%+v", list), err }

func tagName(v *api.Tag, err error) (string, error) {
	if err != nil {
		return "", err
	}
	return v.Name + " " + string(v.AppliedBy.ID), nil
}
