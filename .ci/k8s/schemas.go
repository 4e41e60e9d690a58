package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/cel/openapi/resolver"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"sigs.k8s.io/yaml"
)

// sources are the modules that hold the schemas of all that the manifests use, and how docs/operations.md installs that version.
var sources = []struct{ module, version, files, installed string }{
	{"k8s.io/kubernetes", kubernetes, "api/openapi-spec/swagger.json", ""},
	{"github.com/cloudnative-pg/cloudnative-pg", "v1.30.1", "config/crd/bases/*.yaml", "/cnpg-VERSION.yaml"},
	{"github.com/cloudnative-pg/plugin-barman-cloud", "v0.15.0", "config/crd/bases/*.yaml", "/plugin-barman-cloud/releases/download/vVERSION/"},
	{"github.com/external-secrets/external-secrets", "v1.3.2", "config/crds/bases/external-secrets.io_*.yaml", "/external-secrets --version VERSION"},
	// kube-prometheus-stack brings the operator, under versions of its own.
	{"github.com/prometheus-operator/prometheus-operator", "v0.93.0", "example/prometheus-operator-crd/*.yaml", "/kube-prometheus-stack "},
	{"github.com/kedacore/keda/v2", "v2.21.0", "config/crd/bases/*.yaml", "/keda-VERSION.yaml"},
	// The module of release 1.24.0.
	{"knative.dev/serving", "v0.51.0", "config/core/300-resources/*.yaml", "/knative-v1.24.0/serving-crds.yaml"},
	{"github.com/cert-manager/cert-manager", "v1.21.2", "deploy/crds/*.yaml", "/vVERSION/cert-manager.yaml"},
	{"sigs.k8s.io/gateway-api", "v1.6.3", "config/crd/standard/*.yaml", "/gateway-api/releases/download/vVERSION/"},
}

// checkInstalled holds the versions that docs/operations.md installs against those whose schemas the manifests meet.
func checkInstalled(page string) []string {
	var problems []string
	for _, source := range sources {
		if installed := strings.ReplaceAll(source.installed, "VERSION", source.version[1:]); !strings.Contains(page, installed) {
			problems = append(problems, "operations.md does not install "+installed)
		}
	}
	return problems
}

// The version of the Kubernetes API that the manifests are held against, here and by .ci/api-server.
const kubernetes = "v1.37.2"

// sourceFiles of one of the sources, which the Go command fetches and verifies.
func sourceFiles(module, version, files string) ([]string, error) {
	command := exec.Command("go", "mod", "download", "-json", module+"@"+version)
	// Outside of this module, whose dependencies are of no concern to it.
	command.Dir = os.TempDir()
	output, err := command.Output()
	var answer struct{ Dir, Error string }
	if parsed := json.Unmarshal(output, &answer); parsed != nil || answer.Dir == "" {
		return nil, fmt.Errorf("%s@%s: %s %v", module, version, answer.Error, err)
	}
	found, err := filepath.Glob(filepath.Join(answer.Dir, filepath.FromSlash(files)))
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("%s@%s has no %s", module, version, files)
	}
	return found, err
}

// customResourceDefinitions are the files of all sources that define resources.
func customResourceDefinitions() ([]string, error) {
	var all []string
	for _, source := range sources {
		if source.module == "k8s.io/kubernetes" {
			continue
		}
		found, err := sourceFiles(source.module, source.version, source.files)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// schemas by apiVersion/kind.
type schemas map[string]func(*unstructured.Unstructured) []string

var allSchemas = sync.OnceValues(func() (schemas, error) {
	result := schemas{}
	swagger, err := sourceFiles(sources[0].module, sources[0].version, sources[0].files)
	if err != nil {
		return nil, err
	}
	definitions, err := customResourceDefinitions()
	if err != nil {
		return nil, err
	}
	return result, errors.Join(result.addKubernetes(swagger[0]), result.addCustom(definitions))
})

// addKubernetes takes what the API publishes of its own kinds: types, and which fields are required.
func (s schemas) addKubernetes(swagger string) error {
	text, err := os.ReadFile(swagger)
	if err != nil {
		return err
	}
	var document struct{ Definitions map[string]spec.Schema }
	if err := json.Unmarshal(text, &document); err != nil {
		return err
	}
	// Published as strings, and numbers as well.
	for _, either := range []string{"io.k8s.apimachinery.pkg.util.intstr.IntOrString", "io.k8s.apimachinery.pkg.api.resource.Quantity"} {
		document.Definitions[either] = spec.Schema{}
	}
	// In base64, whose line breaks the API takes and this validation does not.
	secret := document.Definitions["io.k8s.api.core.v1.Secret"]
	secret.Properties["data"] = spec.Schema{}
	lookup := func(reference string) (*spec.Schema, bool) {
		found, exists := document.Definitions[strings.TrimPrefix(reference, "#/definitions/")]
		return &found, exists
	}
	for name, definition := range document.Definitions {
		var kinds []struct{ Group, Version, Kind string }
		if definition.Extensions.GetObject("x-kubernetes-group-version-kind", &kinds) != nil || len(kinds) != 1 {
			continue
		}
		apiVersion := strings.TrimPrefix(kinds[0].Group+"/"+kinds[0].Version, "/")
		s[apiVersion+"/"+kinds[0].Kind] = func(object *unstructured.Unstructured) []string {
			whole, err := resolver.PopulateRefs(lookup, name)
			if err != nil {
				return []string{err.Error()}
			}
			return messages(validation.ValidateCustomResource(nil, object.Object, validation.NewSchemaValidatorFromOpenAPI(whole)))
		}
	}
	return nil
}

// addCustom takes definitions of custom resources. They are checked as the API server does: types, unknown fields, rules.
func (s schemas) addCustom(files []string) error {
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		for _, document := range regexp.MustCompile(`(?m)^---$`).Split(string(text), -1) {
			var definition apiextensionsv1.CustomResourceDefinition
			if err := yaml.Unmarshal([]byte(document), &definition); err != nil || definition.Kind != "CustomResourceDefinition" {
				continue
			}
			for _, version := range definition.Spec.Versions {
				key := definition.Spec.Group + "/" + version.Name + "/" + definition.Spec.Names.Kind
				s[key] = func(object *unstructured.Unstructured) []string { return checkCustom(version, object) }
			}
		}
	}
	return nil
}

func checkCustom(version apiextensionsv1.CustomResourceDefinitionVersion, object *unstructured.Unstructured) []string {
	var properties apiextensions.JSONSchemaProps
	if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(version.Schema.OpenAPIV3Schema, &properties,
		nil); err != nil {
		return []string{err.Error()}
	}
	validator, _, err := validation.NewSchemaValidator(&properties)
	if err != nil {
		return []string{err.Error()}
	}
	problems := messages(validation.ValidateCustomResource(nil, object.Object, validator))
	structural, err := schema.NewStructural(&properties)
	if err != nil {
		return append(problems, err.Error())
	}
	unknown := pruning.PruneWithOptions(object.DeepCopy().Object, structural, true, schema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})
	for _, path := range unknown {
		problems = append(problems, "unknown field "+path)
	}
	if rules := cel.NewValidator(structural, true, math.MaxInt64); rules != nil && len(problems) == 0 {
		// Rules read what defaults have filled in.
		whole := object.DeepCopy().Object
		defaulting.Default(whole, structural)
		broken, _ := rules.Validate(context.Background(), nil, structural, whole, nil, math.MaxInt64)
		problems = append(problems, messages(broken)...)
	}
	return problems
}

func messages(list field.ErrorList) []string {
	var result []string
	for _, e := range list {
		result = append(result, e.Error())
	}
	return result
}

// conformity holds each object against the schema of its kind.
func conformity(o *objects, _ *application) []string {
	known, err := allSchemas()
	if err != nil {
		return []string{err.Error()}
	}
	var problems []string
	for _, object := range o.all {
		check, exists := known[object.GetAPIVersion()+"/"+object.GetKind()]
		if !exists {
			problems = append(problems, name(object)+" is of a kind without a schema: "+object.GetAPIVersion())
			continue
		}
		for _, problem := range check(object) {
			problems = append(problems, name(object)+": "+problem)
		}
	}
	return problems
}
