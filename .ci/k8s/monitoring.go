package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
)

// Where CloudNativePG's pods show their metrics.
var metricsPorts = map[string]int32{"Cluster": 9187, "Pooler": 9127}

// monitored are the pods that serve: one monitor each, and a policy that lets Prometheus in.
func monitored(o *objects, _ *application) []string {
	var problems []string
	for _, p := range o.pods {
		kind, _, _ := strings.Cut(p.owner, "/")
		port, isDatabase := metricsPorts[kind]
		if !isDatabase {
			continue
		}
		monitors := o.monitors("PodMonitor", p.meta.Labels)
		if len(monitors) != 1 {
			problems = append(problems, fmt.Sprintf("%s has %d monitors", p.owner, len(monitors)))
		}
		if !o.admitted(p, port, fromMonitoring) {
			problems = append(problems, "Prometheus may not reach "+p.owner)
		}
	}
	if rules := o.find("PrometheusRule", "taskward"); rules == nil {
		return problems
	}
	for _, s := range o.services {
		if s.Labels["app.kubernetes.io/component"] != "api" {
			continue
		}
		for _, monitor := range o.monitors("ServiceMonitor", s.Labels) {
			endpoints, _, _ := unstructured.NestedSlice(monitor.Object, "spec", "endpoints")
			for _, endpoint := range endpoints {
				if !slices.ContainsFunc(s.Spec.Ports, func(p corev1.ServicePort) bool { return p.Name == endpoint.(map[string]any)["port"] }) {
					problems = append(problems, name(monitor)+" asks for a port that Service/"+s.Name+" has not")
				}
			}
			return problems
		}
	}
	return append(problems, "no ServiceMonitor selects Service/taskward")
}

func fromMonitoring(peer networkingv1.NetworkPolicyPeer) bool {
	return peer.NamespaceSelector != nil && peer.PodSelector == nil &&
		matches(peer.NamespaceSelector, pods{meta: metav1.ObjectMeta{Labels: labels.Set{corev1.LabelMetadataName: "monitoring"}}})
}

func (o *objects) monitors(kind string, of map[string]string) []*unstructured.Unstructured {
	var result []*unstructured.Unstructured
	for _, object := range o.all {
		selector, found, _ := unstructured.NestedMap(object.Object, "spec", "selector")
		if object.GetKind() != kind || !found {
			continue
		}
		var typed metav1.LabelSelector
		text, _ := json.Marshal(selector)
		if json.Unmarshal(text, &typed) == nil && matches(&typed, pods{meta: metav1.ObjectMeta{Labels: of}}) {
			result = append(result, object)
		}
	}
	return result
}

var (
	heading    = regexp.MustCompile(`(?m)^#+ (.+)$`)
	noAnchor   = regexp.MustCompile(`[^\w -]`)
	severities = []string{"page", "ticket"}
)

// runbooks are sections of docs/operations.md, to which each alert leads.
func runbooks(o *objects, a *application) []string {
	var problems []string
	page := "https://github.com/" + a.repository + "/blob/main/docs/operations.md#"
	for _, object := range o.all {
		groups, _, _ := unstructured.NestedSlice(object.Object, "spec", "groups")
		for _, group := range groups {
			rules, _, _ := unstructured.NestedSlice(group.(map[string]any), "rules")
			for _, rule := range rules {
				alert, is := rule.(map[string]any)["alert"].(string)
				if !is {
					continue
				}
				url, _, _ := unstructured.NestedString(rule.(map[string]any), "annotations", "runbook_url")
				anchor, isPage := strings.CutPrefix(url, page)
				if !isPage || !a.runbooks[anchor] {
					problems = append(problems, fmt.Sprintf("%s leads to no section of docs/operations.md: %q", alert, url))
				}
				if severity, _, _ := unstructured.NestedString(rule.(map[string]any), "labels", "severity"); !slices.Contains(severities, severity) {
					problems = append(problems, alert+" is neither a page nor a ticket")
				}
			}
		}
	}
	return problems
}

// anchors of a page's headings, as GitHub makes them.
func anchors(text string) map[string]bool {
	result := map[string]bool{}
	for _, match := range heading.FindAllStringSubmatch(text, -1) {
		result[strings.ReplaceAll(noAnchor.ReplaceAllString(strings.ToLower(match[1]), ""), " ", "-")] = true
	}
	return result
}
