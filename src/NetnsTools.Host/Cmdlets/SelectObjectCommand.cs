using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Select-Object: some of the objects, or some of their properties.</summary>
[Cmdlet(VerbsCommon.Select, "Object", DefaultParameterSetName = "DefaultParameter")]
public sealed class SelectObjectCommand : PSCmdlet
{
    private readonly Queue<PSObject> _last = new();
    private readonly List<PSObject> _written = [];
    private readonly PSObjectComparer _comparer = new(caseSensitive: true);
    private List<PropertyParameter> _properties = [];
    private int _seen;

    /// <summary>The objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The properties to keep: names, script blocks, or hashtables with Name and Expression.</summary>
    [Parameter(Position = 0, ParameterSetName = "DefaultParameter")]
    public object[]? Property { get; set; }

    /// <summary>The property whose value takes the object's place.</summary>
    [Parameter(ParameterSetName = "DefaultParameter")]
    public string? ExpandProperty { get; set; }

    /// <summary>Each result only once.</summary>
    [Parameter]
    public SwitchParameter Unique { get; set; }

    /// <summary>How many to take from the beginning.</summary>
    [Parameter(ParameterSetName = "DefaultParameter")]
    [ValidateRange(0, int.MaxValue)]
    public int First { get; set; }

    /// <summary>How many to take from the end.</summary>
    [Parameter(ParameterSetName = "DefaultParameter")]
    [ValidateRange(0, int.MaxValue)]
    public int Last { get; set; }

    /// <summary>How many to pass over: at the beginning, or with -Last at the end.</summary>
    [Parameter(ParameterSetName = "DefaultParameter")]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    /// <summary>Which to take, counted from 0.</summary>
    [Parameter(ParameterSetName = "IndexParameter")]
    [ValidateRange(0, int.MaxValue)]
    public int[]? Index { get; set; }

    private bool HasFirst => MyInvocation.BoundParameters.ContainsKey(nameof(First));

    private bool HasLast => MyInvocation.BoundParameters.ContainsKey(nameof(Last));

    /// <inheritdoc/>
    protected override void BeginProcessing() => _properties = PropertyParameter.Parse(Property);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)) || InputObject is null)
        {
            return;
        }

        int position = _seen++;
        if (Index is not null)
        {
            if (Index.Contains(position))
            {
                Emit(InputObject);
            }

            StopAfter(Index.Max() + 1);
        }
        else if (HasFirst && position < First + FrontSkip)
        {
            if (position >= FrontSkip)
            {
                Emit(InputObject);
            }

            if (!HasLast)
            {
                StopAfter(First + FrontSkip);
            }
        }
        else if (HasLast)
        {
            _last.Enqueue(InputObject);
            if (_last.Count > Last + BackSkip)
            {
                _last.Dequeue();
            }
        }
        else if (HasFirst)
        {
            StopAfter(0);
        }
        else if (position >= Skip)
        {
            Emit(InputObject);
        }
    }

    // -Skip counts from the end when only -Last is given.
    private int FrontSkip => HasLast && !HasFirst ? 0 : Skip;

    private int BackSkip => HasLast && !HasFirst ? Skip : 0;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        for (int left = _last.Count - BackSkip; left > 0; left--)
        {
            Emit(_last.Dequeue());
        }
    }

    private void StopAfter(int count)
    {
        if (_seen >= count)
        {
            EndProcessing();
            throw EngineInternals.StopUpstream(this);
        }
    }

    private void Emit(PSObject source)
    {
        if (ExpandProperty is not null)
        {
            Expand(source);
        }
        else
        {
            Write(_properties.Count == 0 ? source : Project(source));
        }
    }

    private PSObject Project(PSObject source)
    {
        PSObject result = new();
        foreach (PropertyParameter property in _properties)
        {
            List<PSPropertyExpression> resolved = property.Expression.ResolveNames(source);
            if (resolved.Count == 0)
            {
                // A property that is not there is there and empty, so that every result has the same columns.
                Add(result, property.Name ?? property.Expression.ToString(), value: null);
            }

            foreach (PSPropertyExpression expression in resolved)
            {
                List<PSPropertyExpressionResult> values = expression.GetValues(source);
                object? value = values.Count == 0 || values[0].Exception is not null ? null : values[0].Result;
                Add(result, property.Name ?? expression.ToString(), value);
            }
        }

        result.TypeNames.Insert(0, "Selected." + source.BaseObject.GetType());
        return result;
    }

    private static void Add(PSObject result, string name, object? value)
    {
        if (result.Properties[name] is null)
        {
            result.Properties.Add(new PSNoteProperty(name, value));
        }
    }

    private void Expand(PSObject source)
    {
        List<PSPropertyExpressionResult> values = new PSPropertyExpression(ExpandProperty).GetValues(source);
        if (values.Count == 0)
        {
            PSArgumentException exception = new($"Property \"{ExpandProperty}\" cannot be found.");
            WriteError(new ErrorRecord(exception, "ExpandPropertyNotFound", ErrorCategory.InvalidArgument, source));
            return;
        }

        object? value = values[0].Result;
        if (LanguagePrimitives.GetEnumerator(value) is { } elements)
        {
            while (elements.MoveNext())
            {
                Write(PSObject.AsPSObject(elements.Current));
            }
        }
        else if (value is null)
        {
            WriteObject(null);
        }
        else
        {
            Write(PSObject.AsPSObject(value));
        }
    }

    private void Write(PSObject result)
    {
        if (Unique)
        {
            if (_written.Exists(earlier => _comparer.Same(earlier, result)))
            {
                return;
            }

            _written.Add(result);
        }

        WriteObject(result);
    }
}
