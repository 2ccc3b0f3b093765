using System;
using System.Collections;
using System.Globalization;
using System.IO;
using System.Management.Automation;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NetnsTools.Host.Cmdlets;

/// <summary>Writes objects as JSON with PowerShell's view of them: their adapted properties, down to a depth.</summary>
internal sealed class JsonText(int depth, bool indented, Action<string> warn)
{
    private bool _truncated;

    /// <summary>The object's JSON.</summary>
    public string Write(object? value)
    {
        using MemoryStream stream = new();
        JsonWriterOptions options = new()
        {
            Indented = indented,
            NewLine = Environment.NewLine,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (Utf8JsonWriter writer = new(stream, options))
        {
            Write(writer, value, level: 0);
        }

        if (_truncated)
        {
            warn($"Resulting JSON is truncated as serialization has exceeded the set depth of {depth}.");
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private void Write(Utf8JsonWriter writer, object? value, int level)
    {
        object? plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (WriteScalar(writer, plain))
        {
            return;
        }

        if (level > depth)
        {
            _truncated = true;
            writer.WriteStringValue(LanguagePrimitives.ConvertTo<string>(value));
            return;
        }

        switch (plain)
        {
            case IDictionary table:
                writer.WriteStartObject();
                foreach (DictionaryEntry entry in table)
                {
                    writer.WritePropertyName(entry.Key.ToString() ?? string.Empty);
                    Write(writer, entry.Value, level + 1);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable elements:
                writer.WriteStartArray();
                foreach (object? element in elements)
                {
                    Write(writer, element, level + 1);
                }

                writer.WriteEndArray();
                break;
            default:
                WriteProperties(writer, PSObject.AsPSObject(value), level);
                break;
        }
    }

    private void WriteProperties(Utf8JsonWriter writer, PSObject value, int level)
    {
        writer.WriteStartObject();
        foreach (PSPropertyInfo property in value.Properties)
        {
            // Script properties are views for people; pwsh writes only what the object itself has, and notes.
            if (property.MemberType is PSMemberTypes.Property or PSMemberTypes.NoteProperty)
            {
                writer.WritePropertyName(property.Name);
                Write(writer, ValueOf(property), level + 1);
            }
        }

        writer.WriteEndObject();
    }

    private static object? ValueOf(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    private static bool WriteScalar(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null or DBNull:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case string or char or Guid or Uri or Type or Version:
                writer.WriteStringValue(value.ToString());
                break;
            case DateTimeOffset moment:
                writer.WriteStringValue(moment.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture));
                break;
            case DateTime time:
                writer.WriteStringValue(time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture));
                break;
            case double number when !double.IsFinite(number):
                writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
                break;
            case double or float:
                WriteReal(writer, Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case ulong large:
                writer.WriteNumberValue(large);
                break;
            case decimal exact:
                writer.WriteNumberValue(exact);
                break;
            case Enum or sbyte or byte or short or ushort or int or uint or long:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            default:
                return false;
        }

        return true;
    }

    // A whole number keeps a decimal, so that it is read back as what it was.
    private static void WriteReal(Utf8JsonWriter writer, double value)
    {
        if (value == Math.Floor(value) && Math.Abs(value) < 1e15)
        {
            writer.WriteNumberValue(new decimal(value) + 0.0m);
        }
        else
        {
            writer.WriteNumberValue(value);
        }
    }
}
