import { FieldFrame } from './field-frame.tsx';
import { controlProps, type FieldParts } from './field-parts.ts';

/** An option of a kind that the playground has no field for. */
export function MissingField(parts: FieldParts) {
  return (
    <FieldFrame parts={parts}>
      <input
        {...controlProps(parts)}
        class="composer-control composer-missing"
        type="text"
        readOnly
        value="There are no roles in this playground"
        onKeyDown={(event) => {
          if (event.key !== 'Backspace' || event.repeat) return;
          event.preventDefault();
          parts.actions.erase();
        }}
      />
    </FieldFrame>
  );
}
